import { keyScopes, personRoles } from '@baton/domain';
import type { ActsFor, KeyKind, PersonAccess } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const version = z.int().positive().describe('Grows with every change. A reader ignores a version that is not newer');

const person = z.object({
  id: shortText,
  version,
  roles: z.array(z.enum(personRoles)),
  teamId: shortText.exactOptional(),
  active: z.boolean().describe('False for a person who left'),
}) satisfies z.ZodType<PersonAccess>;

export type PersonAccessChanged = z.infer<typeof person>;

export const personAccessChanged = {
  type: 'baton.access.person-changed',
  topic: topics.access.name,
  summary: 'What a person may do changed: the roles, the team, or whether the person is active.',
  data: person,
} satisfies EventContract<PersonAccessChanged>;

const actsFor = z.object({
  everyone: z.literal(true).exactOptional(),
  personIds: z.array(shortText).exactOptional(),
  teamIds: z.array(shortText).exactOptional(),
}) satisfies z.ZodType<ActsFor>;

const keyId = z.string().regex(/^[0-9a-f]{16}$/);

const anyKey = {
  keyId,
  version,
  integrationId: shortText,
  scopes: z.array(z.enum(keyScopes)),
  sources: z.array(shortText).exactOptional().describe('The lead sources that the key may name; absent: any'),
  actsFor: actsFor.exactOptional().describe('The people it may act for; absent: only under its own name'),
  expiresAt: moment.exactOptional(),
  revokedAt: moment.exactOptional(),
};

const key = z.discriminatedUnion('kind', [
  z.object({
    ...anyKey,
    kind: z.literal('secret' satisfies KeyKind),
    secretHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the whole key, in hexadecimal'),
  }),
  z.object({
    ...anyKey,
    kind: z.literal('public-key' satisfies KeyKind),
    publicKey: z
      .object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: shortText })
      .describe('JSON Web Key, RFC 8037'),
  }),
]);

export type IntegrationKeyChanged = z.infer<typeof key>;

export const integrationKeyChanged = {
  type: 'baton.access.key-changed',
  topic: topics.access.name,
  summary: 'A key of an integration was created, changed or revoked.',
  data: key,
} satisfies EventContract<IntegrationKeyChanged>;

const use = z.object({ keyId, service: shortText, usedAt: moment });

export type IntegrationKeyUsed = z.infer<typeof use>;

export const integrationKeyUsed = {
  type: 'baton.access.key-used',
  topic: topics.keyUses.name,
  summary: 'A service accepted a key of an integration. Sent at most once a minute for each key and replica.',
  data: use,
} satisfies EventContract<IntegrationKeyUsed>;
