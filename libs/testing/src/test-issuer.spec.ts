import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startTestIssuer } from './test-issuer.ts';
import type { TestIssuer } from './test-issuer.ts';

describe('startTestIssuer', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await startTestIssuer();
  });
  afterAll(() => issuer.stop());

  it('a token can be verified with the published keys', async () => {
    const token = await issuer.token({ id: 'rep-1', roles: ['rep'], teamId: 'team-1' });
    const keys = createRemoteJWKSet(new URL(issuer.jwksUrl));
    const { payload } = await jwtVerify(token, keys, { issuer: issuer.issuer, audience: 'baton' });
    expect(payload).toMatchObject({ sub: 'rep-1', roles: ['rep'], team: 'team-1' });
  });

  it('a token can be issued as already expired', async () => {
    const token = await issuer.token({ id: 'rep-1', roles: ['rep'] }, { expires: '-1m' });
    await expect(jwtVerify(token, createRemoteJWKSet(new URL(issuer.jwksUrl)))).rejects.toThrow('exp');
  });
});
