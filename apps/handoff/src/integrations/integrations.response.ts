import { keyKinds, keyScopes } from '@baton/domain';
import type { ActsFor, KeyKind, KeyScope, KeyState } from '@baton/domain';
import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';

const { text, moment, nullable, listOf, objectOf, oneOf } = shapes;

/** A key without its secret. */
export interface KeyResponse {
  keyId: string;
  integrationId: string;
  kind: KeyKind;
  scopes: KeyScope[];
  sources: string[] | null;
  actsFor: ActsFor | null;
  state: KeyState;
  createdAt: Date;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
  /** The latest use in any service, which reports its uses once a minute. */
  lastUsedAt: Date | null;
  lastUsedIn: string | null;
}

export interface NewKeyResponse extends KeyResponse {
  /** The secret, in this response only; null for a public key. */
  key: string | null;
}

export interface IntegrationResponse {
  integrationId: string;
  name: string;
  createdAt: Date;
  createdBy: string;
  keys: KeyResponse[];
}

const keyProperties = {
  keyId: text,
  integrationId: text,
  kind: oneOf(...keyKinds),
  scopes: listOf(oneOf(...keyScopes)),
  sources: nullable(listOf(text)),
  actsFor: nullable(objectOf({}, { everyone: shapes.boolean, personIds: listOf(text), teamIds: listOf(text) })),
  state: oneOf('valid', 'expired', 'revoked'),
  createdAt: moment,
  createdBy: text,
  expiresAt: nullable(moment),
  revokedAt: nullable(moment),
  revokedBy: nullable(text),
  lastUsedAt: nullable(moment),
  lastUsedIn: nullable(text),
} satisfies Record<keyof KeyResponse, ResponseSchema>;

export const newKeySchema = objectOf({ ...keyProperties, key: nullable(text) } satisfies Record<
  keyof NewKeyResponse,
  ResponseSchema
>);

export const integrationSchema = objectOf({
  integrationId: text,
  name: text,
  createdAt: moment,
  createdBy: text,
  keys: listOf(objectOf(keyProperties)),
} satisfies Record<keyof IntegrationResponse, ResponseSchema>);

export const integrationsSchema = objectOf({ integrations: listOf(integrationSchema) });
