import type { Role } from '@baton/domain';
import { AccessDirectory, createService, loadConfig, migrate } from '@baton/service';
import {
  requiredEnvironment,
  createIsolatedDatabase,
  registerKey,
  registerPerson,
  startTestIssuer,
  testServiceVariables,
} from '@baton/testing';
import type { IsolatedDatabase, TestKey } from '@baton/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { migrations } from '../database/first.migration.ts';
import { SCHEMA } from '../database/schema.ts';
import { IntakeConfig } from '../intake.config.ts';
import { IntakeModule } from '../intake.module.ts';
import { openapi } from '../openapi.ts';

export const SERVICE_KEY = 'a-key-for-tests-of-intake';
/** Baton's own services. */
const internal = { 'x-api-key': SERVICE_KEY };

/** Declaring types for parsed responses would add nothing to the tests. */
export type Json = ReturnType<typeof JSON.parse>;

interface ApiResponse {
  status: number;
  body: Json;
  headers: Record<string, unknown>;
}

/** Intake on an empty database. Tests call its HTTP API. */
export interface RunningIntake {
  app: NestFastifyApplication;
  database: IsolatedDatabase;
  /** Submits a lead with the key of an integration. */
  post(lead: unknown, headers?: Record<string, string>): Promise<ApiResponse>;
  request(
    method: 'GET' | 'PUT' | 'DELETE' | 'POST',
    url: string,
    as: TestCaller | 'service',
    body?: object,
  ): Promise<ApiResponse>;
  token(as: TestCaller): Promise<string>;
  /** The secret of a new key. */
  key(key: TestKey): Promise<string>;
  /** Returns the first column of the first row. */
  value<T>(sql: string, ...parameters: unknown[]): Promise<T>;
  stop(): Promise<void>;
}

export interface TestCaller {
  id?: string;
  roles: Role[];
  teamId?: string;
}

export const marketer: TestCaller = { id: 'marta', roles: ['marketer'] };

/** With `databasePort`, intake reaches PostgreSQL through a proxy on that port. */
export async function runIntake(changes: NodeJS.ProcessEnv = {}, databasePort?: number): Promise<RunningIntake> {
  const database = await createIsolatedDatabase(SCHEMA);
  const issuer = await startTestIssuer({
    register: async (person) => {
      await registerPerson(database.pool, person, { schema: SCHEMA });
      // Specs give one person several roles, one after the other.
      opened?.get(AccessDirectory).forget({ personId: person.id });
    },
  });
  const url = new URL(database.url);
  if (databasePort !== undefined) url.port = String(databasePort);
  const environment = {
    DATABASE_URL: url.href,
    HTTP_PORT: '0',
    KAFKA_BROKERS: requiredEnvironment('TEST_KAFKA_BROKERS'),
    LOG_LEVEL: 'silent',
    SERVICE_API_KEY: SERVICE_KEY,
    ...testServiceVariables,
    ...issuer.environment,
  };
  let opened: NestFastifyApplication | undefined;
  const stop = async (): Promise<void> => {
    await opened?.close();
    await Promise.all([database.drop(), issuer.stop()]);
  };
  const open = async (): Promise<NestFastifyApplication> => {
    await migrate({ config: loadConfig(IntakeConfig, environment), schema: SCHEMA, migrations });
    const config = loadConfig(IntakeConfig, { ...environment, ...changes });
    opened = await createService({ name: 'intake', module: IntakeModule.register(config), config, openapi });
    await opened.getHttpAdapter().getInstance().ready();
    return opened;
  };
  // A half-started service would consume messages of the specs that run next, so it is stopped before failing.
  const app = await open().catch(async (error: unknown) => {
    await stop().catch(() => undefined);
    throw error;
  });

  const key = await registerKey(
    database.pool,
    { integrationId: 'website', scopes: ['write-leads'] },
    { schema: SCHEMA },
  );

  const send = async (
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<ApiResponse> => {
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(body !== undefined && { payload: body as object }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body === '' ? undefined : JSON.parse(response.body),
    };
  };
  return {
    app,
    database,
    post: (lead, headers = {}) =>
      send('POST', '/leads', { 'content-type': 'application/json', 'x-api-key': key, ...headers }, lead),
    token: (as) => issuer.token({ id: as.id ?? 'somebody', ...as }),
    key: (newKey) => registerKey(database.pool, newKey, { schema: SCHEMA }),
    request: async (method, url, as, body) => {
      if (as === 'service') return send(method, url, internal, body);
      const token = await issuer.token({ id: as.id ?? 'somebody', ...as });
      return send(method, url, { authorization: `Bearer ${token}` }, body);
    },
    value: async <T>(sql: string, ...parameters: unknown[]) => {
      const { rows } = await database.pool.query<unknown[]>({ text: sql, values: parameters, rowMode: 'array' });
      return rows[0]?.[0] as T;
    },
    stop,
  };
}

let personCount = 0;

/** A person with a name, phone and e-mail address that no other test uses. */
export function aPerson(
  changes: Record<string, unknown> = {},
): Record<string, unknown> & { phone: string; email: string } {
  personCount += 1;
  const unique = `${process.pid}${Date.now() % 1_000_000}${personCount}`.slice(-9).padStart(9, '0');
  return {
    name: `Person ${unique}`,
    source: 'website',
    phone: `+79${unique}`,
    email: `person-${unique}@customer-${unique}.example`,
    ...changes,
  };
}
