import { startTestIssuer } from '@baton/testing';
import type { TestIssuer, TestPerson } from '@baton/testing';
import { jest } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT, UnsecuredJWT } from 'jose';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { generateApiKey } from './api-key-secret.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { Public, Roles } from './roles.ts';
import { RouteAccessCheck } from './route-access-check.ts';

@Controller('things')
class ThingsController {
  @Get('mine')
  @Roles('rep', 'team-lead')
  mine(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('open')
  @Public()
  open(): string {
    return 'for everybody';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten(): string {
    return 'never';
  }
}

describe('access', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  const { key } = generateApiKey();
  beforeAll(async () => {
    issuer = await startTestIssuer();
    ({ app } = await createTestService(testConfig(issuer.issuer), [ThingsController], {
      configuredApiKeys: [{ name: 'partner', key, roles: ['rep'] }],
    }));
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
  });

  const ask = (headers: Record<string, string>, url = '/things/mine') => app.inject({ method: 'GET', url, headers });
  const withToken = async (token: string | Promise<string>) => ask({ authorization: `Bearer ${await token}` });

  it('a public route needs no credentials', async () => {
    expect((await ask({}, '/things/open')).statusCode).toBe(200);
  });

  it('a request without a token gets a 401 that says how to authenticate', async () => {
    const response = await ask({});
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toMatchObject({ type: 'urn:baton:problem:unauthorized' });
  });

  it('a valid token identifies the caller with known roles and team', async () => {
    const response = await withToken(
      issuer.token({ id: 'person-1', roles: ['rep', 'emperor' as 'rep'], teamId: 'north' }),
    );
    expect(response.json()).toEqual({ id: 'person-1', roles: ['rep'], teamId: 'north', kind: 'person' });
  });

  it('a caller without the role gets a 403 that names the roles', async () => {
    const response = await withToken(issuer.token({ id: 'person-1', roles: ['marketer'] }));
    expect(response.statusCode).toBe(403);
    expect(response.json().detail).toMatch('rep, team-lead');
  });

  const person: TestPerson = { id: 'person-1', roles: ['rep'] };
  const claims = { sub: 'person-1', roles: ['rep'] };
  const shared = new TextEncoder().encode('a shared secret of at least 256 bits'.repeat(2));
  it.each([
    ['of another issuer', () => issuer.token(person, { issuer: 'https://elsewhere.example' })],
    ['for another audience', () => issuer.token(person, { audience: 'another' })],
    ['that has expired', () => issuer.token(person, { expires: '-1m' })],
    [
      'without a signature',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ ...claims })
            .setIssuer(issuer.issuer)
            .setAudience('baton')
            .setExpirationTime('5m')
            .encode(),
        ),
    ],
    [
      'signed with a shared secret',
      () =>
        new SignJWT({ ...claims })
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .setIssuer(issuer.issuer)
          .setAudience('baton')
          .setExpirationTime('5m')
          .sign(shared),
    ],
    ['that is not a token', () => Promise.resolve('nonsense')],
    ['whose signature was changed', async () => `${(await issuer.token(person)).slice(0, -6)}AAAAAA`],
  ])('a token %s is refused', async (_, token) => {
    expect((await withToken(token())).statusCode).toBe(401);
  });

  it('an API key is accepted in either header, and a changed one is refused', async () => {
    expect((await ask({ 'x-api-key': key })).json()).toEqual({
      id: 'integration:partner',
      roles: ['rep'],
      kind: 'integration',
    });
    expect((await withToken(key)).statusCode).toBe(200);
    expect((await ask({ 'x-api-key': `${key.slice(0, -1)}~` })).statusCode).toBe(401);
    expect((await ask({ 'x-api-key': generateApiKey().key })).statusCode).toBe(401);
  });

  it('a token gets a 503 while its issuer is down', async () => {
    const alone = await createTestService(testConfig('http://127.0.0.1:1', { AUTH_ISSUER: issuer.issuer }), [
      ThingsController,
    ]);
    const response = await alone.app.inject({
      method: 'GET',
      url: '/things/mine',
      headers: { authorization: `Bearer ${await issuer.token(person)}` },
    });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBeDefined();
    await alone.app.close();
  });

  it('a route without roles stops the service from starting and is named', async () => {
    await expect(createTestService(testConfig(issuer.issuer), [ForgottenController])).rejects.toThrow(
      'ForgottenController.forgotten',
    );
  });

  it('a route without roles refuses every caller', async () => {
    const check = jest.spyOn(RouteAccessCheck.prototype, 'onModuleInit').mockReturnValue(undefined);
    const service = await createTestService(testConfig(issuer.issuer), [ForgottenController]);
    const authorization = `Bearer ${await issuer.token({ id: 'person-1', roles: ['admin'] })}`;
    expect((await service.app.inject({ url: '/forgotten', headers: { authorization } })).statusCode).toBe(403);
    await service.app.close();
    check.mockRestore();
  });
});
