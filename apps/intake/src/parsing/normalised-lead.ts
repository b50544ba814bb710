import type { LeadSnapshot, SignalKind } from '@baton/domain';
import type { Remark } from './remark.ts';

/** Personal data, which never leaves intake and is deleted when the person is erased. */
export interface Person {
  name?: string;
  /** In E.164 format, followed by the extension if it has one: `+74951234567;ext=101`. */
  phone?: string;
  email?: string;
  companyName?: string;
}

/** The attributes that events carry to the other services. They contain no personal data. */
export type Profile = Omit<LeadSnapshot, 'signals'>;

export interface NormalisedLead {
  person: Person;
  message?: string;
  /** What was visited, downloaded or asked for. Free text, like the pains and the interests, and so never in events. */
  subject?: string;
  pains?: string[];
  interests?: string[];
  profile: Profile;
  signal: SignalKind;
  externalId?: string;
  remarks: Remark[];
}
