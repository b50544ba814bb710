import { KafkaConnection, OutboxRelay, messagingTables } from '@baton/messaging';
import { createIsolatedDatabase, TcpProxy, waitUntil } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import { jest } from '@jest/globals';
import { Controller, Get, Inject } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Public } from '../access/roles.ts';
import type { ServiceConfig } from '../config/service.config.ts';
import { OperationsServer } from '../operations/operations-server.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { migrate, OutdatedSchemaError } from './migrate.ts';
import { Outbox } from './outbox.ts';

@Entity({ name: 'lead' })
class Lead {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  source!: string;
}

class Tables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [
      'CREATE TABLE small.lead (id text PRIMARY KEY, source text NOT NULL)',
      ...messagingTables('small'),
    ]) {
      await runner.query(sql);
    }
  }

  async down(): Promise<void> {
    // Migrations go forward only.
  }
}

@Public()
@Controller('leads')
class LeadsController {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  @Get()
  all(): Promise<Lead[]> {
    return this.#dataSource.getRepository(Lead).find();
  }
}

const message = {
  topic: 'baton.small.v1',
  key: 'lead-1',
  event: { id: 'e-1', source: 'small', type: 'small.done', time: '2026-01-01T00:00:00Z', data: {} },
};

class Earlier1600000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE IF NOT EXISTS small.old_lead (id text PRIMARY KEY)');
  }

  async down(): Promise<void> {
    // Migrations go forward only.
  }
}

describe('migrate', () => {
  let database: IsolatedDatabase;
  beforeEach(async () => {
    database = await createIsolatedDatabase();
  });
  afterEach(() => database?.drop());

  const run = (...migrations: (typeof Tables1700000000000)[]): Promise<void> =>
    migrate({ config: { DATABASE_URL: database.url, DATABASE_POOL_SIZE: 1 }, schema: 'small', migrations });

  it('a schema with a migration of an earlier build is refused with the command that deletes it', async () => {
    await run(Earlier1600000000000);
    await expect(run(Tables1700000000000)).rejects.toThrow(OutdatedSchemaError);
    await expect(run(Tables1700000000000)).rejects.toThrow(/"small".*npm run reset/);
  });

  it('a schema with tables that no migration has created is refused', async () => {
    await database.pool.query('CREATE SCHEMA small');
    await database.pool.query('CREATE TABLE small.lead (id text)');
    await expect(run(Tables1700000000000)).rejects.toThrow(OutdatedSchemaError);
  });

  it('a schema with a migration of a later build is accepted, as after a rollback', async () => {
    await run(Earlier1600000000000, Tables1700000000000);
    await expect(run(Earlier1600000000000)).resolves.toBeUndefined();
  });
});

describe('a service with a database', () => {
  let database: IsolatedDatabase;
  let proxy: TcpProxy;
  let config: ServiceConfig;
  let app: NestFastifyApplication;
  const ops = (url: string) => app.get(OperationsServer).fastify.inject(url);
  const schema = { schema: 'small', migrations: [Tables1700000000000] };
  beforeAll(async () => {
    database = await createIsolatedDatabase();
    const url = new URL(database.url);
    proxy = new TcpProxy({ host: url.hostname, port: Number(url.port) });
    await proxy.start();
    url.port = String(proxy.port);
    config = testConfig('http://127.0.0.1:1', { DATABASE_URL: url.href, DATABASE_POOL_SIZE: 3 });
    await Promise.all([migrate({ config, ...schema }), migrate({ config, ...schema })]);
    await migrate({ config, ...schema });
    ({ app } = await createTestService(config, [LeadsController], {
      database: { ...schema, entities: [Lead] },
      kafka: true,
      outbox: true,
    }));
  });
  afterAll(async () => {
    await app?.close();
    await proxy.stop();
    await database?.drop();
  });

  it('concurrent migration jobs run each migration once', async () => {
    const { rows } = await database.pool.query('SELECT name FROM small.migration');
    expect(rows).toEqual([{ name: 'Tables1700000000000' }]);
  });

  it('the service reads entities of its schema, and without Kafka is only degraded', async () => {
    const lead = { id: randomUUID(), source: 'form' };
    await app.get(DataSource).getRepository(Lead).insert(lead);
    expect((await app.inject({ url: '/leads' })).json()).toContainEqual(lead);
    expect((await ops('/health/ready')).json()).toMatchObject({
      status: 'degraded',
      checks: { postgresql: { status: 'up' }, kafka: { status: 'degraded' } },
    });
    expect(app.get(KafkaConnection).isConnected).toBe(false);
  });

  it('the service without its database responds with 503, is alive but not ready, and recovers automatically', async () => {
    await proxy.stop();
    const response = await app.inject({ url: '/leads' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBeDefined();
    expect((await ops('/health/ready')).statusCode).toBe(503);
    expect((await ops('/health/live')).statusCode).toBe(200);
    expect((await ops('/metrics')).statusCode).toBe(200);

    await proxy.start();
    await waitUntil(async () => (await ops('/health/ready')).statusCode === 200, {
      what: 'ready again',
    });
    expect((await app.inject({ url: '/leads' })).statusCode).toBe(200);
  });

  it('a service that starts without its database waits for it', async () => {
    await proxy.stop();
    const starting = createTestService(config, [LeadsController], { database: { ...schema, entities: [Lead] } });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await proxy.start();
    const late = await starting;
    expect((await late.app.inject({ url: '/leads' })).statusCode).toBe(200);
    await late.app.close();
  });

  it('only the commit of a transaction that appended messages nudges the relay', async () => {
    // A retry of this test would find the rows of the first attempt.
    await database.pool.query('DELETE FROM small.outbox');
    const nudge = jest.spyOn(app.get(OutboxRelay), 'nudge').mockClear();
    const outbox = app.get(Outbox);
    const source = app.get(DataSource);

    await expect(outbox.append(source.manager, [message])).rejects.toThrow('needs a transaction');
    const rolledBack = source.transaction(async (manager) => {
      await outbox.append(manager, [message]);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(nudge).not.toHaveBeenCalled();

    await source.transaction(async (manager) => {
      await manager.transaction((inner) => outbox.append(inner, [message]));
      expect(nudge).not.toHaveBeenCalled();
    });
    expect(nudge).toHaveBeenCalledTimes(1);
    expect(await app.get(OutboxRelay).pending()).toBe(1);
    expect((await ops('/metrics')).body).toMatch('outbox_pending 1');
  });
});
