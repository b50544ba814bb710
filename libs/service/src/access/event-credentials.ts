import { integrationCallerId } from '@baton/domain';
import type { KeyScope } from '@baton/domain';
import { Inject, Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/service.config.ts';
import { problems } from '../errors/problem.ts';
import { AccessDirectory } from './access-directory.ts';
import type { Caller } from './caller.ts';
import { Callers } from './callers.ts';
import { assertBoundTo, credentialInvalid, readCredential, verifyCredential } from './event-credential.ts';
import type { CredentialedEvent } from './event-credential.ts';
import { assertKeyValid, keyCaller } from './key-caller.ts';
import { KeyUses } from './key-uses.ts';
import { TokenVerifier } from './token-verifier.ts';

/** An event from Kafka with its credential, and what its sender wants to do. */
export interface PresentedCredential {
  credential: string | undefined;
  event: CredentialedEvent;
  /** When the broker appended the event. The credential is judged at that time, however late the event is handled. */
  at: Date;
  /** The person to act for. */
  personId: string | undefined;
  scope: KeyScope;
}

/** Who an event from Kafka comes from, and who acts: the signer, or the person that the signer acts for. */
export interface AuthenticatedSender {
  signerId: string;
  caller: Caller;
}

/** Checks the credentials that events carry. People and keys may do what they may do over HTTP. */
@Injectable()
export class EventCredentials {
  readonly #config: ServiceConfig;
  readonly #tokens: TokenVerifier;
  readonly #callers: Callers;
  readonly #directory: AccessDirectory;
  readonly #keyUses: KeyUses;

  constructor(
    @Inject(ServiceConfig) config: ServiceConfig,
    @Inject(TokenVerifier) tokens: TokenVerifier,
    @Inject(Callers) callers: Callers,
    @Inject(AccessDirectory) directory: AccessDirectory,
    @Inject(KeyUses) keyUses: KeyUses,
  ) {
    this.#config = config;
    this.#tokens = tokens;
    this.#callers = callers;
    this.#directory = directory;
    this.#keyUses = keyUses;
  }

  /** @throws Problem 401 or 403, or 503 while the issuer does not respond */
  async authenticate(presented: PresentedCredential): Promise<AuthenticatedSender> {
    const { credential } = presented;
    if (!credential)
      throw problems.unauthorized(
        'The event has no credential. Send it in binary mode with a signed credential in the header ce_credential.',
        { type: 'credential-missing' },
      );
    const { issuer, keyId } = readCredential(credential);
    return issuer === this.#config.AUTH_ISSUER
      ? this.#person(credential, presented)
      : this.#integration(credential, issuer, keyId, presented);
  }

  /** A person signed in at the issuer, with a token for this one event. */
  async #person(credential: string, { event, at, personId }: PresentedCredential): Promise<AuthenticatedSender> {
    const claims = await this.#tokens.verify(credential, at);
    assertBoundTo(event, claims);
    const caller = await this.#callers.person(claims.sub);
    if (personId !== undefined && personId !== caller.id)
      throw problems.forbidden('Only the key of an integration may act for another person. Omit personId.', {
        type: 'acts-for-not-covered',
      });
    return { signerId: caller.id, caller };
  }

  async #integration(
    credential: string,
    issuer: string,
    keyId: string,
    { event, at, personId, scope }: PresentedCredential,
  ): Promise<AuthenticatedSender> {
    const key = await this.#directory.key(keyId);
    if (key?.kind !== 'public-key' || integrationCallerId(key.integrationId) !== issuer)
      throw credentialInvalid('The credential is signed by no registered key of its issuer. Check kid and iss.');
    assertBoundTo(event, await verifyCredential(credential, { publicKey: key.publicKey, issuer, at }));
    // Expiry only ends the use of a key. Revocation withdraws the trust in what was sent and is not handled yet.
    assertKeyValid(key.revokedAt === undefined ? key : { ...key, revokedAt: at.toISOString() }, at);
    if (!key.scopes.includes(scope))
      throw problems.forbidden(`This requires a key with the scope ${scope}.`, { type: 'scope-missing' });
    this.#keyUses.add(key.keyId, new Date());
    const integration = keyCaller(key);
    const caller = personId === undefined ? integration : await this.#callers.actingFor(integration, personId);
    return { signerId: integration.id, caller };
  }
}
