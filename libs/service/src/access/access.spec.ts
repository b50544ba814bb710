import type { PersonAccess } from '@baton/domain';
import { startTestIssuer } from '@baton/testing';
import type { TestIssuer, TestPerson } from '@baton/testing';
import { jest } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT, UnsecuredJWT } from 'jose';
import { testConfig, createTestService } from '../spec/test-service.ts';
import type { AccessSource } from './access-directory.ts';
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

@Controller('unscoped')
class UnscopedController {
  @Get()
  @Roles('integration')
  unscoped(): string {
    return 'never';
  }
}

describe('access', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  const people = new Map<string, PersonAccess>([
    ['person-1', { id: 'person-1', roles: ['rep'], teamId: 'north', active: true }],
    ['marketer', { id: 'marketer', roles: ['marketer'], active: true }],
    ['left', { id: 'left', roles: ['rep'], teamId: 'north', active: false }],
  ]);
  const access: AccessSource = {
    person: (id) => Promise.resolve(people.get(id)),
    key: () => Promise.resolve(undefined),
  };
  beforeAll(async () => {
    issuer = await startTestIssuer();
    ({ app } = await createTestService(testConfig(issuer.issuer), [ThingsController], { access }));
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

  it('a person has the roles and the team of the copy, whatever the token claims', async () => {
    const response = await withToken(issuer.token({ id: 'person-1', roles: ['admin'], teamId: 'south' }));
    expect(response.json()).toEqual({ id: 'person-1', roles: ['rep'], teamId: 'north', kind: 'person' });
  });

  it.each([
    ['who left', 'left', 'person-inactive'],
    ['whom nobody added', 'nobody', 'person-unknown'],
  ])('a person %s gets a 403 that says so, although the token is valid', async (_, id, type) => {
    const response = await withToken(issuer.token({ id, roles: ['rep'], teamId: 'north' }));
    expect([response.statusCode, response.json().type]).toEqual([403, `urn:baton:problem:${type}`]);
    expect(response.json().detail).toMatch(`"${id}"`);
  });

  it('a caller without the role gets a 403 that names the roles', async () => {
    const response = await withToken(issuer.token({ id: 'marketer', roles: ['rep'] }));
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

  it('a token that is bound to an event on Kafka is refused over HTTP', async () => {
    const response = await withToken(issuer.token(person, { claims: { event: 'crm#1' } }));
    expect(response.statusCode).toBe(401);
    expect(response.json().type).toBe('urn:baton:problem:token-bound-to-event');
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

  it('a route for integrations without a scope stops the service from starting and is named', async () => {
    await expect(createTestService(testConfig(issuer.issuer), [UnscopedController])).rejects.toThrow(
      'UnscopedController.unscoped',
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
