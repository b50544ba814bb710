import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { ServiceConfig } from '../config/service.config.ts';
import { problems } from '../errors/problem.ts';

/** Asymmetric algorithms only: a token signed with the public key as a shared secret must be rejected. */
const acceptedAlgorithms = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
const ISSUER_TIMEOUT_MILLISECONDS = 2000;

/** Any other error means that the issuer did not respond, and the token may be valid. */
const isInvalidToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code);

/** Checks tokens against the issuer's published keys. They say who somebody is, not what they may do. */
@Injectable()
export class TokenVerifier {
  readonly #config: ServiceConfig;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(@Inject(ServiceConfig) config: ServiceConfig) {
    this.#config = config;
    this.#keys = createRemoteJWKSet(new URL(config.AUTH_JWKS_URL), {
      timeoutDuration: ISSUER_TIMEOUT_MILLISECONDS,
      cooldownDuration: 5000,
    });
  }

  /**
   * The claims of a token that was valid at `at`, now by default.
   * @throws Problem 401, or 503 while the issuer does not respond
   */
  async verify(token: string, at?: Date): Promise<JWTPayload & { sub: string }> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer: this.#config.AUTH_ISSUER,
        audience: this.#config.AUTH_AUDIENCE,
        algorithms: acceptedAlgorithms,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 5,
        ...(at && { currentDate: at }),
      });
      return { ...payload, sub: String(payload.sub) };
    } catch (error) {
      if (!isInvalidToken(error)) {
        throw problems.unavailable('The token issuer does not respond. Repeat the request.', 2);
      }
      const expired = error instanceof errors.JWTExpired;
      throw problems.unauthorized(
        expired
          ? 'The token has expired. Get a new one.'
          : 'The token is not valid. Get one from the configured issuer.',
        { type: expired ? 'token-expired' : 'token-invalid' },
      );
    }
  }
}
