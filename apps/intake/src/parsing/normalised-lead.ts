import type { LeadSnapshot, SignalKind } from '@baton/domain';

/** What intake alone knows of a person. Everything here goes when the person is erased. */
export interface Person {
  name?: string;
  /** E.164. */
  phone?: string;
  email?: string;
  companyName?: string;
}

/** What everybody may know. */
export type Profile = Omit<LeadSnapshot, 'signals'>;

/** A lead as somebody brought it, in Baton's own notation. */
export interface NormalisedLead {
  person: Person;
  message?: string;
  profile: Profile;
  signal: SignalKind;
  externalId?: string;
}
