import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { problems } from '../errors/problem.ts';

const AUDIENCE = 'baton';
/** However far ahead a sender puts the expiry. */
const LONGEST_VALIDITY = '24h';
/** How far the clock of a sender may be from the broker's. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** The event that a credential must be bound to, so that a reader of the topic cannot use it for another. */
export interface CredentialedEvent {
  id: string;
  source: string;
  handoffId: string;
  /** The data as it was sent. */
  body: Uint8Array;
}

export const credentialInvalid = (detail: string) => problems.unauthorized(detail, { type: 'credential-invalid' });

/**
 * Who a credential says that signed it. Not verified yet.
 * @throws Problem 401
 */
export function readCredential(credential: string): { issuer: string; keyId: string } {
  try {
    const { kid } = decodeProtectedHeader(credential);
    const { iss } = decodeJwt(credential);
    if (typeof iss === 'string' && typeof kid === 'string') return { issuer: iss, keyId: kid };
  } catch {
    // Anyone can send anything.
  }
  throw credentialInvalid('The credential is not a compact JWS with a kid and the claim iss. See docs/access.md.');
}

/**
 * The claims of a credential that an integration signed with its own key, and that was valid at `at`.
 * @throws Problem 401
 */
export async function verifyCredential(
  credential: string,
  { publicKey, issuer, at }: { publicKey: JWK; issuer: string; at: Date },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(credential, await importJWK(publicKey, 'EdDSA'), {
      issuer,
      audience: AUDIENCE,
      algorithms: ['EdDSA', 'Ed25519'],
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: LONGEST_VALIDITY,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: at,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw problems.unauthorized(
        `The credential had expired when Kafka received the event at ${at.toISOString()}. Sign the event again; a credential is valid for at most ${LONGEST_VALIDITY}.`,
        { type: 'credential-expired' },
      );
    if (error instanceof errors.JOSEError)
      throw credentialInvalid(`The credential is not valid: ${error.message}. See docs/access.md.`);
    throw error;
  }
}

/** @throws Problem 401 if the claims are bound to another event, or to none */
export function assertBoundTo(event: CredentialedEvent, claims: JWTPayload): void {
  const { id, source } = (claims['event'] ?? {}) as { id?: unknown; source?: unknown };
  const body = createHash('sha256').update(event.body).digest('base64url');
  const other = [
    ...(id === event.id && source === event.source ? [] : ['event']),
    ...(claims['handoff'] === event.handoffId ? [] : ['handoff']),
    ...(claims['body'] === body ? [] : ['body']),
  ];
  if (other.length === 0) return;
  throw problems.unauthorized(
    `The credential is not bound to this event: the claims ${other.join(', ')} differ. Sign each event by itself.`,
    { type: 'credential-not-bound' },
  );
}
