import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { databaseEndpointAt } from './external-endpoints.ts';
import { createServiceRoles, databaseServices, serviceDatabaseUrl } from './service-roles.ts';
import type { DatabaseService, ServicePasswords } from './service-roles.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const name = `roles_${randomBytes(6).toString('hex')}`;
const administratorUrl = (): string => {
  const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
  url.pathname = `/${name}`;
  return url.href;
};
const newPasswords = (): ServicePasswords =>
  Object.fromEntries(databaseServices.map((service) => [service, randomBytes(8).toString('hex')])) as Record<
    DatabaseService,
    string
  >;

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const pairs = databaseServices.flatMap((service) =>
  databaseServices.filter((other) => other !== service).map((other) => [service, other] as const),
);

describe('the database roles of the services', () => {
  const passwords = newPasswords();
  const as = (service: DatabaseService, ...statements: string[]): Promise<void> =>
    run(serviceDatabaseUrl(administratorUrl(), service, passwords[service]), ...statements);

  beforeAll(async () => {
    await run(process.env['TEST_POSTGRES_URL'] ?? '', `CREATE DATABASE ${name}`);
    await createServiceRoles(databaseEndpointAt(administratorUrl()), newPasswords());
    // Repeated, as at every start: this sets other passwords and keeps everything else.
    await createServiceRoles(databaseEndpointAt(administratorUrl()), passwords);
    for (const service of databaseServices)
      await as(service, `CREATE TABLE ${service}.lead (id text)`, `CREATE SEQUENCE ${service}.number`);
    await run(administratorUrl(), 'CREATE TABLE public.shared (id text)');
  });
  afterAll(async () => {
    const roles = databaseServices.map((service) => `${name}_${service}`).join(', ');
    await run(process.env['TEST_POSTGRES_URL'] ?? '', `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${roles}`);
  });

  it.each(databaseServices)('the role of %s creates, writes and reads tables in its schema', async (service) => {
    const statements = [
      `INSERT INTO ${service}.lead VALUES ('1')`,
      `SELECT * FROM ${service}.lead`,
      `CREATE TABLE ${service}.later (id text)`,
      `DROP TABLE ${service}.later`,
    ];
    await expect(as(service, ...statements)).resolves.toBeUndefined();
  });

  it.each(pairs)('the role of %s is refused everything in the schema of %s', async (service, other) => {
    const attempts = [
      `SELECT * FROM ${other}.lead`,
      `INSERT INTO ${other}.lead VALUES ('2')`,
      `UPDATE ${other}.lead SET id = '3'`,
      `DELETE FROM ${other}.lead`,
      `TRUNCATE ${other}.lead`,
      `DROP TABLE ${other}.lead`,
      `SELECT nextval('${other}.number')`,
      `CREATE TABLE ${other}.foreign_table (id text)`,
      `CREATE FUNCTION ${other}.one() RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
      `ALTER SCHEMA ${other} OWNER TO CURRENT_USER`,
      `SET ROLE ${name}_${other}`,
      `GRANT ${name}_${other} TO CURRENT_USER`,
    ];
    for (const attempt of attempts)
      expect({ attempt, error: await as(service, attempt).catch(({ code }: { code: string }) => code) }).toEqual({
        attempt,
        error: INSUFFICIENT_PRIVILEGE,
      });
  });

  it.each(databaseServices)('the role of %s is refused in public and in the database', async (service) => {
    const attempts = [
      'SELECT * FROM public.shared',
      `INSERT INTO public.shared VALUES ('1')`,
      'CREATE TABLE public.other (id text)',
      'CREATE SCHEMA other',
      'CREATE TEMPORARY TABLE other (id text)',
      'CREATE DATABASE other',
      'CREATE ROLE other',
      `COPY ${service}.lead TO '/tmp/lead'`,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user',
    ];
    for (const attempt of attempts)
      expect({ attempt, error: await as(service, attempt).catch(({ code }: { code: string }) => code) }).toEqual({
        attempt,
        error: INSUFFICIENT_PRIVILEGE,
      });
  });

  it('a role that nobody named may not connect to the database', async () => {
    const stranger = `${name}_stranger`;
    await run(administratorUrl(), `CREATE ROLE ${stranger} LOGIN PASSWORD 'stranger'`);
    const url = new URL(administratorUrl());
    Object.assign(url, { username: stranger, password: 'stranger' });
    await expect(run(url.href, 'SELECT 1')).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    await run(administratorUrl(), `DROP ROLE ${stranger}`);
  });

  it('a password that was replaced no longer works', async () => {
    const url = serviceDatabaseUrl(administratorUrl(), 'intake', newPasswords().intake);
    await expect(run(url, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('a schema of an earlier build, which the administrator owns, is named with what to do', async () => {
    await run(administratorUrl(), 'ALTER SCHEMA scoring OWNER TO CURRENT_USER');
    await expect(createServiceRoles(databaseEndpointAt(administratorUrl()), passwords)).rejects.toMatchObject({
      message: expect.stringContaining('The schema "scoring" belongs to') as string,
      remedy: expect.stringContaining('npm run reset') as string,
    });
    await run(administratorUrl(), `ALTER SCHEMA scoring OWNER TO ${name}_scoring`);
  });
});
