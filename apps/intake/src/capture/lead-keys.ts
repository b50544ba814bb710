import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest } from './digest.ts';

/** By what a lead is known again. */
export interface LeadKey {
  kind: 'external' | 'phone' | 'email';
  value: string;
  digest: string;
}

/** Strongest first: should keys point to different leads, the first decides, and the others stay where they are. */
export function leadKeys({ externalId, person, profile }: NormalisedLead): LeadKey[] {
  const keys: LeadKey[] = [];
  const add = (kind: LeadKey['kind'], value: string): void => {
    keys.push({ kind, value, digest: digest(kind, value) });
  };
  if (externalId !== undefined) add('external', JSON.stringify([profile.source, externalId]));
  if (person.phone !== undefined) add('phone', person.phone);
  // Hardly any mail server tells upper from lower case before the @.
  if (person.email !== undefined) add('email', person.email.toLowerCase());
  return keys;
}
