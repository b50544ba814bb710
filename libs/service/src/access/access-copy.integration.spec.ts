import { integrationKeyChanged, integrationKeyUsed, personAccessChanged } from '@baton/contracts';
import type { PersonAccess } from '@baton/domain';
import { createIsolatedDatabase, startTestIssuer, TestKafka, waitUntil } from '@baton/testing';
import type { IsolatedDatabase, TestIssuer } from '@baton/testing';
import { messagingTables } from '@baton/messaging';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate } from '../database/migrate.ts';
import { keyWith } from '../spec/test-key.ts';
import { createTestService, testConfig } from '../spec/test-service.ts';
import { accessTables } from './access-tables.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { KeyUses } from './key-uses.ts';
import { Roles, Scope } from './roles.ts';

/** Access ends within this time in every service, whatever a token says. */
const PROMISED_MILLISECONDS = 10_000;

class Tables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [...messagingTables('small'), ...accessTables('small')]) await runner.query(sql);
  }

  async down(): Promise<void> {
    // Migrations go forward only.
  }
}

@Controller('whoami')
class WhoAmIController {
  @Get()
  @Roles('rep', 'team-lead', 'integration')
  @Scope('read-reports')
  whoAmI(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }
}

describe("a service's copy of people and keys", () => {
  let database: IsolatedDatabase;
  let issuer: TestIssuer;
  let kafka: TestKafka;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    [database, issuer] = await Promise.all([createIsolatedDatabase(), startTestIssuer()]);
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(integrationKeyUsed.topic);
    const config = testConfig(issuer.issuer, {
      AUTH_JWKS_URL: issuer.jwksUrl,
      DATABASE_URL: database.url,
      KAFKA_BROKERS: kafka.brokers,
    });
    const schema = { schema: 'small', migrations: [Tables1700000000000] };
    await migrate({ config, ...schema });
    const options = { database: { ...schema, entities: [] }, kafka: true, accessGroupId: `small-${randomUUID()}` };
    ({ app } = await createTestService(config, [WhoAmIController], options));
  });
  afterAll(async () => {
    await app?.close();
    await Promise.all([kafka?.stop(), database?.drop(), issuer?.stop()]);
  });

  const publishPerson = (person: PersonAccess, version: number) =>
    kafka.publish({
      topic: personAccessChanged.topic,
      type: personAccessChanged.type,
      key: `person/${person.id}`,
      id: `access/person/${person.id}/${version}`,
      source: '/baton/handoff',
      data: { ...person, version },
    });
  const publishKey = (access: ReturnType<typeof keyWith>['access']) =>
    kafka.publish({
      topic: integrationKeyChanged.topic,
      type: integrationKeyChanged.type,
      key: `key/${access.keyId}`,
      id: `access/key/${access.keyId}/${access.version}`,
      source: '/baton/handoff',
      data: access,
    });
  const tokenOf = async (id: string) => ({
    authorization: `Bearer ${await issuer.token({ id, roles: ['rep', 'team-lead'], teamId: 'north' })}`,
  });
  const ask = async (headers: Record<string, string>): Promise<[number, Record<string, unknown>]> => {
    const response = await app.inject({ url: '/whoami', headers });
    return [response.statusCode, response.json()];
  };
  const untilSeen = (
    what: string,
    headers: Record<string, string>,
    isSeen: (status: number, body: object) => boolean,
  ) => waitUntil(async () => isSeen(...(await ask(headers))), { what, withinMilliseconds: PROMISED_MILLISECONDS });

  it('a person whose team or role changes, and who then leaves, has what they may do now, with the same token', async () => {
    const id = `person-${randomUUID()}`;
    const headers = await tokenOf(id);
    expect(await ask(headers)).toMatchObject([403, { type: 'urn:baton:problem:person-unknown' }]);
    await publishPerson({ id, roles: ['rep'], teamId: 'north', active: true }, 1);
    await untilSeen('the person has access', headers, (status) => status === 200);
    expect(await ask(headers)).toEqual([200, { id, kind: 'person', roles: ['rep'], teamId: 'north' }]);

    await publishPerson({ id, roles: ['team-lead'], teamId: 'south', active: true }, 2);
    await untilSeen('the new team applies', headers, (_, body) => 'teamId' in body && body.teamId === 'south');
    expect(await ask(headers)).toEqual([200, { id, kind: 'person', roles: ['team-lead'], teamId: 'south' }]);

    await publishPerson({ id, roles: ['marketer'], active: true }, 3);
    await untilSeen('the lost role applies', headers, (status) => status === 403);
    await publishPerson({ id, roles: ['rep'], active: false }, 4);
    await untilSeen('the departure applies', headers, (_, body) => JSON.stringify(body).includes('person-inactive'));
  });

  it('an earlier version that arrives late does not give access back', async () => {
    const id = `person-${randomUUID()}`;
    await publishPerson({ id, roles: ['rep'], active: false }, 7);
    await publishPerson({ id, roles: ['rep'], active: true }, 6);
    const later = `person-${randomUUID()}`;
    await publishPerson({ id: later, roles: ['rep'], active: true }, 1);
    await untilSeen('the service has read on', await tokenOf(later), (status) => status === 200);
    await waitUntil(async () => (await ask(await tokenOf(id)))[1]['type'] === 'urn:baton:problem:person-inactive', {
      what: 'the person is inactive',
    });
  });

  it('a key works in the service, ends when it is revoked, and its last use is reported', async () => {
    const { secret, access } = keyWith({ scopes: ['read-reports'] });
    await publishKey(access);
    const headers = { 'x-api-key': secret };
    await untilSeen('the key works', headers, (status) => status === 200);
    await app.get(KeyUses).report();
    const [use] = await kafka.waitForMessages(integrationKeyUsed.topic, access.keyId, 1);
    expect(use?.data).toMatchObject({ keyId: access.keyId, service: 'small' });

    await publishKey({ ...access, version: 2, revokedAt: new Date().toISOString() });
    await untilSeen('the key is revoked', headers, (status) => status === 401);
  });
});
