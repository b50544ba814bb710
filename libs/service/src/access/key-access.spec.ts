import type { PersonAccess } from '@baton/domain';
import { startTestIssuer } from '@baton/testing';
import type { TestIssuer } from '@baton/testing';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { findKey, keyWith } from '../spec/test-key.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import type { AccessSource } from './access-directory.ts';
import { generateApiKey } from './api-key-secret.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { Roles, Scope } from './roles.ts';

@Controller('things')
class ThingsController {
  @Get('mine')
  @Roles('rep')
  mine(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('shared')
  @Roles('rep', 'integration')
  @Scope('send-commands')
  shared(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('reports')
  @Roles('rep', 'integration')
  @Scope('read-reports')
  reports(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('texts')
  @Roles('integration')
  @Scope('internal')
  texts(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('admin')
  @Roles('admin')
  @Scope('send-commands')
  admin(): string {
    return 'for admins';
  }
}

describe('keys of integrations', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  const telephony = keyWith({ actsFor: { personIds: ['person-1', 'left'], teamIds: ['north'] } });
  const everyKey = {
    telephony,
    expired: keyWith({ expiresAt: '2026-01-01T00:00:00.000Z' }),
    revoked: keyWith({ revokedAt: '2026-01-01T00:00:00.000Z' }),
    forEveryone: keyWith({ actsFor: { everyone: true } }),
    forReports: keyWith({ scopes: ['read-reports'] }),
    forgedAdmin: keyWith({ roles: ['admin'] }),
    publicKey: keyWith({ kind: 'public-key', publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'x' } }),
  };
  const internalKey = 'the-key-of-the-services-themselves';
  const people = new Map<string, PersonAccess>([
    ['person-1', { id: 'person-1', roles: ['rep'], teamId: 'north', active: true }],
    ['colleague', { id: 'colleague', roles: ['rep'], teamId: 'north', active: true }],
    ['stranger', { id: 'stranger', roles: ['rep'], teamId: 'south', active: true }],
    ['boss', { id: 'boss', roles: ['admin'], active: true }],
    ['player-coach', { id: 'player-coach', roles: ['rep', 'admin'], teamId: 'north', active: true }],
    ['left', { id: 'left', roles: ['rep'], teamId: 'north', active: false }],
  ]);
  const access: AccessSource = {
    person: (id) => Promise.resolve(people.get(id)),
    key: (keyId) => Promise.resolve(findKey(Object.values(everyKey), keyId)),
  };
  beforeAll(async () => {
    issuer = await startTestIssuer();
    ({ app } = await createTestService(testConfig(issuer.issuer), [ThingsController], { access, internalKey }));
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
  });

  const ask = (url: string, headers: Record<string, string>) => app.inject({ method: 'GET', url, headers });
  const withKey = (secret: string, url = '/things/shared', headers: Record<string, string> = {}) =>
    ask(url, { 'x-api-key': secret, ...headers });
  const problemOf = ({ statusCode, body }: { statusCode: number; body: string }) => [
    statusCode,
    String((JSON.parse(body) as { type: string }).type).replace('urn:baton:problem:', ''),
  ];

  it('a key is accepted in either header, and a changed one is refused', async () => {
    const { secret, access: key } = telephony;
    const caller = {
      id: 'integration:telephony',
      kind: 'integration',
      roles: ['integration'],
      keyId: key.keyId,
      scopes: ['send-commands'],
      actsFor: key.actsFor,
    };
    expect((await withKey(secret)).json()).toEqual(caller);
    expect((await ask('/things/shared', { authorization: `Bearer ${secret}` })).json()).toEqual(caller);
    expect(problemOf(await withKey(`${secret.slice(0, -1)}~`))).toEqual([401, 'api-key-invalid']);
    expect(problemOf(await withKey(generateApiKey().key))).toEqual([401, 'api-key-invalid']);
  });

  it.each([
    ['expired', 401, 'api-key-expired'],
    ['revoked', 401, 'api-key-revoked'],
    ['publicKey', 401, 'api-key-invalid'],
    ['forReports', 403, 'scope-missing'],
  ] as const)('a key that is %s is refused with %d %s', async (name, status, type) => {
    expect(problemOf(await withKey(everyKey[name].secret))).toEqual([status, type]);
  });

  it('a key can use only the routes that name a scope of the key', async () => {
    const { secret } = everyKey.forReports;
    expect((await withKey(secret, '/things/reports')).statusCode).toBe(200);
    expect(problemOf(await withKey(secret, '/things/mine'))).toEqual([403, 'scope-missing']);
    expect(problemOf(await withKey(secret, '/things/texts'))).toEqual([403, 'scope-missing']);
  });

  it('a key is never an admin, whatever its row says', async () => {
    const { secret } = everyKey.forgedAdmin;
    expect((await withKey(secret)).json()).toMatchObject({ roles: ['integration'] });
    expect(problemOf(await withKey(secret, '/things/admin'))).toEqual([403, 'role-missing']);
  });

  it('a key acts for the people whom it covers, and the caller names both', async () => {
    for (const id of ['person-1', 'colleague'])
      expect((await withKey(telephony.secret, '/things/shared', { 'x-acts-for': id })).json()).toEqual({
        id,
        kind: 'person',
        roles: ['rep'],
        teamId: 'north',
        via: 'integration:telephony',
        keyId: telephony.access.keyId,
        scopes: ['send-commands'],
      });
  });

  it.each([
    ['of another team', 'stranger', 'acts-for-not-covered'],
    ['who is an admin', 'boss', 'acts-for-not-covered'],
    ['who left', 'left', 'person-inactive'],
    ['who is unknown', 'nobody', 'person-unknown'],
  ])('a key cannot act for a person %s', async (_, id, type) => {
    expect(problemOf(await withKey(telephony.secret, '/things/shared', { 'x-acts-for': id }))).toEqual([403, type]);
  });

  it('a key that may act for everyone still has no rights of an admin', async () => {
    const { secret } = everyKey.forEveryone;
    const actsFor = (id: string) => withKey(secret, '/things/shared', { 'x-acts-for': id });
    expect(problemOf(await actsFor('boss'))).toEqual([403, 'acts-for-not-covered']);
    expect((await actsFor('player-coach')).json()).toMatchObject({ id: 'player-coach', roles: ['rep'] });
    const response = await withKey(secret, '/things/admin', { 'x-acts-for': 'player-coach' });
    expect(problemOf(response)).toEqual([403, 'role-missing']);
  });

  it('a key that acts for a person still needs its scope', async () => {
    const response = await withKey(telephony.secret, '/things/reports', { 'x-acts-for': 'person-1' });
    expect(problemOf(response)).toEqual([403, 'scope-missing']);
  });

  it('a person with a token cannot act for someone else', async () => {
    const authorization = `Bearer ${await issuer.token({ id: 'person-1', roles: ['rep'] })}`;
    const response = await ask('/things/shared', { authorization, 'x-acts-for': 'colleague' });
    expect(problemOf(response)).toEqual([403, 'acts-for-not-covered']);
  });

  it('the key of the services works for their routes only, and acts for nobody', async () => {
    expect((await withKey(internalKey, '/things/texts')).json()).toMatchObject({ id: 'integration:baton' });
    expect(problemOf(await withKey(internalKey))).toEqual([403, 'scope-missing']);
    expect(problemOf(await withKey(internalKey, '/things/texts', { 'x-acts-for': 'boss' }))).toEqual([
      403,
      'acts-for-not-covered',
    ]);
  });
});
