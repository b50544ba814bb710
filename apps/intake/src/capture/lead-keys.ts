import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest } from './digest.ts';

/** Identifies a known lead. */
export interface LeadKey {
  kind: 'external' | 'phone' | 'email';
  value: string;
  digest: string;
}

/** Strongest first. When the keys belong to different leads, the first key decides, and the other leads stay separate. */
export function leadKeys({ externalId, person, profile }: NormalisedLead): LeadKey[] {
  const keys: LeadKey[] = [];
  const add = (kind: LeadKey['kind'], value: string): void => {
    keys.push({ kind, value, digest: digest(kind, value) });
  };
  if (externalId !== undefined) add('external', JSON.stringify([profile.source, externalId]));
  if (person.phone !== undefined) add('phone', person.phone);
  // Almost all mail servers ignore the case of the part before the @.
  if (person.email !== undefined) add('email', person.email.toLowerCase());
  return keys;
}
