import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { Problem } from '../errors/problem.ts';
import { assertBoundTo, readCredential, verifyCredential } from './event-credential.ts';
import type { CredentialedEvent } from './event-credential.ts';

const body = Buffer.from('{"handoffId":"handoff-1","command":{"type":"accept"}}');
const event: CredentialedEvent = { id: 'e-1', source: '/telephony', handoffId: 'handoff-1', body };
const at = new Date('2026-03-02T10:00:00Z');
const issuer = 'integration:telephony';
const claims: JWTPayload = {
  iss: issuer,
  aud: 'baton',
  iat: at.getTime() / 1000 - 60,
  exp: at.getTime() / 1000 + 60,
  event: { id: event.id, source: event.source },
  handoff: event.handoffId,
  body: createHash('sha256').update(body).digest('base64url'),
};

describe('a credential of an event', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let publicKey: JWK;
  beforeAll(async () => {
    keys = await generateKeyPair('EdDSA', { extractable: true });
    publicKey = await exportJWK(keys.publicKey);
  });

  const sign = (changes: JWTPayload = {}, alg = 'EdDSA'): Promise<string> =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, kid: 'key-1' }).sign(keys.privateKey);
  const problemOf = async (credential: string, when = at): Promise<string> => {
    try {
      assertBoundTo(event, await verifyCredential(credential, { publicKey, issuer, at: when }));
      return 'accepted';
    } catch (error) {
      if (error instanceof Problem) return error.type.replace('urn:baton:problem:', '');
      throw error;
    }
  };
  const minutes = (count: number): number => at.getTime() / 1000 + count * 60;

  it.each(['EdDSA', 'Ed25519'])(
    'a credential that is signed with %s and bound to the event is accepted',
    async (alg) => {
      const credential = await sign({}, alg);
      expect(readCredential(credential)).toEqual({ issuer, keyId: 'key-1' });
      expect(await problemOf(credential)).toBe('accepted');
    },
  );

  it.each([
    ['expired', { exp: minutes(-2) }, 'credential-expired'],
    ['issued more than 24 hours ago', { iat: minutes(-25 * 60), exp: minutes(60) }, 'credential-expired'],
    ['issued in the future', { iat: minutes(5), exp: minutes(10) }, 'credential-invalid'],
    ['without an expiry', { exp: undefined }, 'credential-invalid'],
    ['without a time of issue', { iat: undefined }, 'credential-invalid'],
    ['for another audience', { aud: 'another' }, 'credential-invalid'],
    ['of another issuer', { iss: 'integration:crm' }, 'credential-invalid'],
    ['bound to another id', { event: { id: 'e-2', source: '/telephony' } }, 'credential-not-bound'],
    ['bound to another source', { event: { id: 'e-1', source: '/crm' } }, 'credential-not-bound'],
    ['bound to no event', { event: undefined }, 'credential-not-bound'],
    ['bound to a list', { event: ['e-1', '/telephony'] }, 'credential-not-bound'],
    ['bound to null', { event: null }, 'credential-not-bound'],
    ['bound to another handoff', { handoff: 'handoff-2' }, 'credential-not-bound'],
    ['bound to another body', { body: 'x' }, 'credential-not-bound'],
    ['without a body', { body: undefined }, 'credential-not-bound'],
  ] as [string, JWTPayload, string][])('a credential %s is refused', async (_what, changes, problem) => {
    expect(await problemOf(await sign(changes))).toBe(problem);
  });

  it('a credential is judged at the given time, with a minute for the clocks', async () => {
    const credential = await sign();
    expect(await problemOf(credential, new Date(minutes(1.5) * 1000))).toBe('accepted');
    expect(await problemOf(credential, new Date(minutes(2.5) * 1000))).toBe('credential-expired');
  });

  it('a credential that is not signed, or with a key of the sender’s choice, is refused', async () => {
    const other = await generateKeyPair('EdDSA', { extractable: true });
    const header = { alg: 'EdDSA', kid: 'key-1', jwk: await exportJWK(other.publicKey) };
    expect(await problemOf(await new SignJWT(claims).setProtectedHeader(header).sign(other.privateKey))).toBe(
      'credential-invalid',
    );
    expect(await problemOf(new UnsecuredJWT(claims).encode())).toBe('credential-invalid');
    const withPublicKeyAsSecret = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1' });
    expect(await problemOf(await withPublicKeyAsSecret.sign(Buffer.from(publicKey.x!, 'base64url')))).toBe(
      'credential-invalid',
    );
  });

  it('every changed character is noticed', async () => {
    const credential = await sign();
    for (let index = 0; index < credential.length; index += 7) {
      const changed = `${credential.slice(0, index)}${credential[index] === 'A' ? 'B' : 'A'}${credential.slice(index + 1)}`;
      expect(await problemOf(changed)).toBe('credential-invalid');
    }
  });

  it.each(['', 'garbage', '..', 'a.b.c', 'e30.e30.', `${'x'.repeat(100_000)}.y.z`, '\0'])(
    '%j is not a credential, and the problem says so',
    async (text) => {
      expect(() => readCredential(text)).toThrow(
        expect.objectContaining({ type: 'urn:baton:problem:credential-invalid' }),
      );
      expect(await problemOf(text)).toBe('credential-invalid');
    },
  );
});
