import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PersonAccess, Role } from '@baton/domain';
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
  /** Further claims. */
  claims?: Record<string, unknown>;
}

export interface TestIssuer {
  issuer: string;
  /** The URL of the published keys. */
  jwksUrl: string;
  /** The environment variables with which a service trusts this issuer. */
  environment: { AUTH_JWKS_URL: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  /** Also makes the person known to the services under test. */
  token(person: TestPerson, changes?: TokenOverrides): Promise<string>;
  /** The people with a token, for a service without a database. */
  access: { person(id: string): Promise<PersonAccess | undefined>; key(): Promise<undefined> };
  stop(): Promise<void>;
}

export interface TestIssuerOptions {
  /** Stores a person in the service's copy before the first token is used. See registerPerson. */
  register?: (person: TestPerson) => Promise<void>;
}

const AUDIENCE = 'baton';

/** Starts a token issuer with new keys on a free port of the loopback address. */
export async function startTestIssuer({ register }: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const people = new Map<string, PersonAccess>();
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
    access: { person: (id) => Promise.resolve(people.get(id)), key: () => Promise.resolve(undefined) },
    token: async (person, changes = {}) => {
      people.set(person.id, personAccessOf(person));
      await register?.(person);
      return new SignJWT({ roles: person.roles, ...(person.teamId && { team: person.teamId }), ...changes.claims })
        .setProtectedHeader(header)
        .setSubject(person.id)
        .setIssuer(changes.issuer ?? issuer)
        .setAudience(changes.audience ?? AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(changes.expires ?? '1h')
        .sign(privateKey);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An integration has no roles of people, so the role is left out. */
export const personAccessOf = ({ id, roles, teamId }: TestPerson): PersonAccess => ({
  id,
  roles: roles.filter((role) => role !== 'integration'),
  ...(teamId !== undefined && { teamId }),
  active: true,
});
