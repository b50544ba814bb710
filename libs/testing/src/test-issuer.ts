import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@baton/domain';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TestPerson {
  id: string;
  roles: Role[];
  teamId?: string;
}

export interface TokenOverrides {
  issuer?: string;
  audience?: string;
  /** In the format of jose: `1h`, `-1m`. */
  expires?: string;
}

export interface TestIssuer {
  issuer: string;
  /** The URL of the published keys. */
  jwksUrl: string;
  /** The environment variables with which a service trusts this issuer. */
  environment: { AUTH_JWKS_URL: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  token(person: TestPerson, changes?: TokenOverrides): Promise<string>;
  stop(): Promise<void>;
}

const AUDIENCE = 'baton';

/** Starts a token issuer with new keys on a free port of the loopback address. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const header = { alg: 'ES256', kid: 'test-key' };
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...header, use: 'sig' }] });
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(keys);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const jwksUrl = `${issuer}/.well-known/jwks.json`;
  return {
    issuer,
    jwksUrl,
    environment: { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: AUDIENCE },
    token: (person, changes = {}) =>
      new SignJWT({ roles: person.roles, ...(person.teamId && { team: person.teamId }) })
        .setProtectedHeader(header)
        .setSubject(person.id)
        .setIssuer(changes.issuer ?? issuer)
        .setAudience(changes.audience ?? AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(changes.expires ?? '1h')
        .sign(privateKey),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
