import { startTestIssuer } from '@baton/testing';
import type { TestIssuer } from '@baton/testing';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Public, Roles, Scope } from '../access/roles.ts';
import type { ServiceConfig } from '../config/service.config.ts';
import { findKey, keyWith } from '../spec/test-key.ts';
import { createTestService, testConfig } from '../spec/test-service.ts';

@Controller('leads')
class LeadsController {
  @Get()
  @Roles('rep', 'integration')
  @Scope('read-reports')
  list(): string[] {
    return [];
  }

  @Get('public')
  @Public()
  count(): number {
    return 0;
  }
}

const oneKey = keyWith({ scopes: ['read-reports'], actsFor: { everyone: true } });
const otherKey = keyWith({ scopes: ['read-reports'] });
const expiredKey = keyWith({ expiresAt: '2026-01-01T00:00:00.000Z' });

describe('HTTP safety', () => {
  let issuer: TestIssuer;
  const services: { app: NestFastifyApplication }[] = [];
  beforeAll(async () => {
    issuer = await startTestIssuer();
  });
  afterAll(async () => {
    await Promise.all([issuer.stop(), ...services.map(({ app }) => app.close())]);
  });

  const start = async (changes: Partial<ServiceConfig> = {}) => {
    const config = testConfig(issuer.issuer, { AUTH_JWKS_URL: issuer.jwksUrl, ...changes });
    const { person } = issuer.access;
    const key = (keyId: string) => Promise.resolve(findKey([oneKey, otherKey, expiredKey], keyId));
    const service = await createTestService(config, [LeadsController], { access: { person, key } });
    services.push(service);
    const get = (headers: Record<string, string> = {}, url = '/leads', remoteAddress = '192.0.2.1') =>
      service.app.inject({ url, headers, remoteAddress });
    return { service, get };
  };
  const bearer = async (id: string, changes = {}): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await issuer.token({ id, roles: ['rep'] }, changes)}`,
  });
  const repeat = async (times: number, send: () => Promise<{ statusCode: number }>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) statuses.push((await send()).statusCode);
    return statuses;
  };

  describe('rate limits', () => {
    it('a person above the limit gets a 429 problem with Retry-After, and others are not affected', async () => {
      const { get } = await start({ RATE_LIMIT_PER_PERSON: 3 });
      const [anna, boris] = [await bearer('anna'), await bearer('boris')];
      expect(await repeat(3, () => get(anna))).toEqual([200, 200, 200]);
      const refused = await get(anna);
      expect(refused.statusCode).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(20);
      expect(refused.headers['content-type']).toMatch('application/problem+json');
      expect(refused.json()).toMatchObject({ type: 'urn:baton:problem:too-many-requests', status: 429 });
      expect((await get(boris)).statusCode).toBe(200);
    });

    it('a person is counted as one person, whatever token and address the requests have', async () => {
      const { get } = await start({ RATE_LIMIT_PER_PERSON: 2 });
      await get(await bearer('anna'), '/leads', '192.0.2.1');
      await get(await bearer('anna', { expires: '2h' }), '/leads', '192.0.2.2');
      expect((await get(await bearer('anna'), '/leads', '192.0.2.3')).statusCode).toBe(429);
    });

    it('each key has its own limit, apart from that of people', async () => {
      const { get } = await start({ RATE_LIMIT_PER_KEY: 2, RATE_LIMIT_PER_PERSON: 1 });
      expect(await repeat(3, () => get({ 'x-api-key': oneKey.secret }))).toEqual([200, 200, 429]);
      expect(await repeat(3, () => get({ 'x-api-key': otherKey.secret }))).toEqual([200, 200, 429]);
    });

    it('requests for a person count for the key that acts, and leave the person their own', async () => {
      const { get } = await start({ RATE_LIMIT_PER_KEY: 2, RATE_LIMIT_PER_PERSON: 1 });
      const anna = await bearer('anna');
      const acting = { 'x-api-key': oneKey.secret, 'x-acts-for': 'anna' };
      expect(await repeat(3, () => get(acting))).toEqual([200, 200, 429]);
      expect((await get(anna)).statusCode).toBe(200);
    });

    it('an address that sent too many wrong keys or tokens is refused whatever it sends next', async () => {
      const { get } = await start({ RATE_LIMIT_WRONG_CREDENTIALS: 4 });
      const right = await bearer('anna');
      expect(await repeat(2, () => get({ 'x-api-key': 'baton_0123456789abcdef_wrong' }))).toEqual([401, 401]);
      expect(await repeat(2, () => get({ authorization: 'Bearer wrong' }))).toEqual([401, 401]);
      const refused = await get(right);
      expect(refused.statusCode).toBe(429);
      expect(refused.json()).toMatchObject({ type: 'urn:baton:problem:too-many-wrong-credentials' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await get(right, '/leads', '192.0.2.2')).statusCode).toBe(200);
      expect((await get({}, '/leads/public')).statusCode).toBe(200);
    });

    it('neither a missing token nor an expired token or key counts as wrong credentials', async () => {
      const { get } = await start({ RATE_LIMIT_WRONG_CREDENTIALS: 1 });
      const expired = await bearer('anna', { expires: '-1m' });
      expect(await repeat(3, () => get())).toEqual([401, 401, 401]);
      expect(await repeat(3, () => get(expired))).toEqual([401, 401, 401]);
      expect(await repeat(3, () => get({ 'x-api-key': expiredKey.secret }))).toEqual([401, 401, 401]);
      expect((await get(await bearer('anna'))).statusCode).toBe(200);
    });

    it('X-Forwarded-For names the address only when it comes from a trusted proxy', async () => {
      const wrongFrom = (client: string) => ({ 'x-api-key': 'baton_wrong', 'x-forwarded-for': client });
      const trusting = await start({ RATE_LIMIT_WRONG_CREDENTIALS: 1, TRUST_PROXY: ['192.0.2.0/24'] });
      expect((await trusting.get(wrongFrom('198.51.100.1'))).statusCode).toBe(401);
      expect((await trusting.get(wrongFrom('198.51.100.1'))).statusCode).toBe(429);
      expect((await trusting.get(wrongFrom('198.51.100.2'))).statusCode).toBe(401);
      const direct = await start({ RATE_LIMIT_WRONG_CREDENTIALS: 1 });
      expect((await direct.get(wrongFrom('198.51.100.1'))).statusCode).toBe(401);
      expect((await direct.get(wrongFrom('198.51.100.2'))).statusCode).toBe(429);
    });
  });

  describe('headers', () => {
    it.each(['/leads', '/leads/public', '/nowhere', '/%', '/openapi.json'])(
      'the response to %s is not cached, sniffed or framed',
      async (url) => {
        const { get } = await start();
        const { headers } = await get({}, url);
        expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
        if (url === '/%') return;
        expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
        expect(headers['content-security-policy']).toMatch("default-src 'none'");
        expect(headers).not.toHaveProperty('strict-transport-security');
      },
    );

    it('the page of the API may run its own scripts and nothing else', async () => {
      const { get } = await start();
      const { headers, statusCode } = await get({}, '/docs');
      expect(statusCode).toBe(200);
      expect(headers['content-security-policy']).toMatch("script-src 'self';");
    });

    it('HSTS is sent only when its duration is set', async () => {
      const { get } = await start({ HSTS_SECONDS: 31_536_000 });
      expect((await get()).headers['strict-transport-security']).toBe('max-age=31536000');
    });
  });

  it('the page and the document of the API are served only when SERVE_DOCS is on', async () => {
    const { get } = await start({ SERVE_DOCS: false });
    const statuses = await Promise.all(
      ['/docs', '/docs/', '/openapi.json'].map(async (url) => (await get({}, url)).statusCode),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('the API has neither health nor metrics', async () => {
    const { get } = await start();
    const statuses = await Promise.all(
      ['/health/ready', '/health/live', '/metrics'].map(async (url) => (await get({}, url)).statusCode),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('access log lines name the caller by id and contain no token, also when the caller is refused', async () => {
    const { service, get } = await start({ RATE_LIMIT_PER_KEY: 1 });
    const anna = await bearer('anna');
    await get(anna);
    await get({ 'x-api-key': oneKey.secret });
    await get({ 'x-api-key': oneKey.secret });
    await get({ authorization: `Bearer ${await issuer.token({ id: 'marina', roles: ['marketer'] })}` });
    await get();
    const lines = service.lines.filter(({ msg }) => msg === 'Request completed');
    expect(lines.map(({ status, caller }) => [status, caller])).toEqual([
      [200, 'anna'],
      [200, 'integration:telephony'],
      [429, 'integration:telephony'],
      [403, 'marina'],
      [401, undefined],
    ]);
    expect(service.text()).not.toMatch(oneKey.secret);
    expect(service.text()).not.toMatch((anna['authorization'] ?? '').slice(7, 60));
  });
});
