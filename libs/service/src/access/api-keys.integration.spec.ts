import { createIsolatedDatabase, startTestIssuer } from '@baton/testing';
import type { IsolatedDatabase, TestIssuer } from '@baton/testing';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate } from '../database/migrate.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { apiKeyTables } from './api-key-tables.ts';
import { CurrentCaller } from './caller.ts';
import type { Caller } from './caller.ts';
import { Roles } from './roles.ts';

class Tables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of apiKeyTables('small')) await runner.query(sql);
  }

  async down(): Promise<void> {
    // Migrations go forward only.
  }
}

@Controller('whoami')
class WhoAmIController {
  @Get()
  @Roles('integration')
  whoAmI(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }
}

describe('API keys', () => {
  let database: IsolatedDatabase;
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  let text: () => string;
  let admin: { authorization: string };
  beforeAll(async () => {
    [database, issuer] = await Promise.all([createIsolatedDatabase(), startTestIssuer()]);
    const config = testConfig(issuer.issuer, { DATABASE_URL: database.url });
    const schema = { schema: 'small', migrations: [Tables1700000000000] };
    await migrate({ config, ...schema });
    const options = { database: { ...schema, entities: [] }, apiKeys: true };
    ({ app, text } = await createTestService(config, [WhoAmIController], options));
    admin = { authorization: `Bearer ${await issuer.token({ id: 'ada', roles: ['admin'] })}` };
  });
  afterAll(async () => {
    await app?.close();
    await Promise.all([database?.drop(), issuer?.stop()]);
  });

  const call = (key: string) => app.inject({ url: '/whoami', headers: { 'x-api-key': key } });
  const create = (payload: object, headers: Record<string, string> = admin) =>
    app.inject({ method: 'POST', url: '/api-keys', headers, payload });

  it('an API key is created, shown once, used, listed and revoked', async () => {
    const created = await create({ name: 'Landing page', roles: ['integration'] });
    expect(created.statusCode).toBe(201);
    const { id, key } = created.json();
    expect(key).toMatch(/^baton_[0-9a-f]{16}_[\w-]{43}$/);

    expect((await call(key)).json()).toEqual({ id: `integration:${id}`, roles: ['integration'], kind: 'integration' });
    const listed = await app.inject({ url: '/api-keys', headers: admin });
    expect(listed.json()).toMatchObject([{ id, name: 'Landing page', createdBy: 'ada', revokedAt: null }]);
    expect(listed.body).not.toMatch(key);

    const revoked = await app.inject({ method: 'DELETE', url: `/api-keys/${id}`, headers: admin });
    expect(revoked.statusCode).toBe(204);
    expect((await call(key)).statusCode).toBe(401);
    expect(text()).not.toMatch(key);
  });

  it('the database holds only hashes of API keys', async () => {
    const { key } = (await create({ name: 'Partner', roles: ['integration'] })).json();
    const { rows } = await database.pool.query<{ row: string }>('SELECT k::text AS row FROM small.api_key k');
    expect(rows.map(({ row }) => row).join()).not.toMatch(String(key).split('_')[2] ?? '');
  });

  it('an API key that another replica revoked stops working within seconds', async () => {
    const { id, key } = (await create({ name: 'Leaked', roles: ['integration'] })).json();
    expect((await call(key)).statusCode).toBe(200);
    await database.pool.query('UPDATE small.api_key SET revoked_at = now() WHERE id = $1', [id]);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect((await call(key)).statusCode).toBe(401);
  });

  it('only admins create API keys, and only with known roles', async () => {
    const rep = { authorization: `Bearer ${await issuer.token({ id: 'rita', roles: ['rep'] })}` };
    expect((await create({ name: 'Mine', roles: ['admin'] }, rep)).statusCode).toBe(403);
    const refused = await create({ name: '', roles: ['emperor'] });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map(({ field }: { field: string }) => field)).toEqual(['name', 'roles']);
    const missing = await app.inject({ method: 'DELETE', url: '/api-keys/none', headers: admin });
    expect(missing.statusCode).toBe(404);
  });
});
