import { numberOf } from '@baton/domain';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest } from './digest.ts';

export const leadKeyKinds = ['external', 'phone', 'email', 'switchboard'] as const;
export type LeadKeyKind = (typeof leadKeyKinds)[number];

/** Identifies a known lead. Several leads can have the same phone or e-mail address. */
export interface LeadKey {
  kind: LeadKeyKind;
  value: string;
  digest: string;
}

/**
 * The keys of a submission. A phone with an extension also has a key for its switchboard, which has the digest of the
 * number: a search for the number finds the extensions too, and both wait for the same lock.
 */
export function leadKeys({
  externalId,
  person,
  profile,
}: Pick<NormalisedLead, 'externalId' | 'person'> & { profile: { source: string } }): LeadKey[] {
  const keys: LeadKey[] = [];
  const add = (kind: LeadKey['kind'], value: string, digestKind: string = kind): void => {
    keys.push({ kind, value, digest: digest(digestKind, value) });
  };
  if (externalId !== undefined) add('external', JSON.stringify([profile.source, externalId]));
  if (person.phone !== undefined) {
    add('phone', person.phone);
    const number = numberOf(person.phone);
    if (number !== person.phone) add('switchboard', number, 'phone');
  }
  // Almost all mail servers ignore the case of the part before the @.
  if (person.email !== undefined) add('email', person.email.toLowerCase());
  return keys;
}
