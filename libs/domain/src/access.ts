import type { PersonRole } from './roles.ts';

/** What an integration's key may be used for. */
export const keyScopes = ['write-leads', 'send-commands', 'read-reports'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Baton stores the hash of a secret, or the public half of a key pair. */
export const keyKinds = ['secret', 'public-key'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** The people whom an integration may act for. */
export interface ActsFor {
  everyone?: true;
  personIds?: string[];
  teamIds?: string[];
}

/** What a person may do now, as every service knows it. */
export interface PersonAccess {
  id: string;
  roles: PersonRole[];
  teamId?: string;
  /** False for a person who left. */
  active: boolean;
}

/** Without `actsFor`, an integration acts under its own name only. */
export function mayActFor(actsFor: ActsFor | undefined, person: Pick<PersonAccess, 'id' | 'teamId'>): boolean {
  if (!actsFor) return false;
  const { everyone = false, personIds = [], teamIds = [] } = actsFor;
  return everyone || personIds.includes(person.id) || (person.teamId !== undefined && teamIds.includes(person.teamId));
}

/** The id with which an integration appears as a caller and in records. */
export const integrationCallerId = (integrationId: string): string => `integration:${integrationId}`;

export type KeyState = 'valid' | 'expired' | 'revoked';

export function keyStateAt(key: { expiresAt?: string; revokedAt?: string }, now: Date): KeyState {
  if (key.revokedAt !== undefined && Date.parse(key.revokedAt) <= now.getTime()) return 'revoked';
  return key.expiresAt !== undefined && Date.parse(key.expiresAt) <= now.getTime() ? 'expired' : 'valid';
}
