import type { Role } from '@baton/domain';
import { createService, loadConfig, migrate } from '@baton/service';
import { requiredEnvironment, createIsolatedDatabase, startTestIssuer } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { migrations, schema } from '../database/migrations.ts';
import { IntakeConfig } from '../intake.config.ts';
import { IntakeModule } from '../intake.module.ts';

export const SERVICE_KEY = 'a-key-for-tests-of-intake';
const integration = { 'x-api-key': SERVICE_KEY };

/** A parsed answer has no type worth declaring in a test. */
export type Json = ReturnType<typeof JSON.parse>;

interface ApiResponse {
  status: number;
  body: Json;
  headers: Record<string, unknown>;
}

/** Intake on an empty database, asked over HTTP as anybody would. */
export interface RunningIntake {
  app: NestFastifyApplication;
  database: IsolatedDatabase;
  post(lead: unknown, headers?: Record<string, string>): Promise<ApiResponse>;
  request(
    method: 'GET' | 'PUT' | 'DELETE' | 'POST',
    url: string,
    as: TestCaller | 'integration',
    body?: object,
  ): Promise<ApiResponse>;
  token(as: TestCaller): Promise<string>;
  /** The first column of the first row, for looking behind the interface. */
  value<T>(sql: string, ...parameters: unknown[]): Promise<T>;
  stop(): Promise<void>;
}

export interface TestCaller {
  id?: string;
  roles: Role[];
  teamId?: string;
}

export const marketer: TestCaller = { id: 'marta', roles: ['marketer'] };

/** `databasePort` leads to the same PostgreSQL by another way. */
export async function runIntake(changes: NodeJS.ProcessEnv = {}, databasePort?: number): Promise<RunningIntake> {
  const [database, issuer] = await Promise.all([createIsolatedDatabase(), startTestIssuer()]);
  const url = new URL(database.url);
  if (databasePort !== undefined) url.port = String(databasePort);
  const environment = {
    DATABASE_URL: url.href,
    HTTP_PORT: '0',
    KAFKA_BROKERS: requiredEnvironment('TEST_KAFKA_BROKERS'),
    LOG_LEVEL: 'silent',
    SERVICE_API_KEY: SERVICE_KEY,
    ...issuer.environment,
  };
  let opened: NestFastifyApplication | undefined;
  const stop = async (): Promise<void> => {
    await opened?.close();
    await Promise.all([database.drop(), issuer.stop()]);
  };
  const open = async (): Promise<NestFastifyApplication> => {
    await migrate({ config: loadConfig(IntakeConfig, environment), schema, migrations });
    const config = loadConfig(IntakeConfig, { ...environment, ...changes });
    opened = await createService({
      name: 'intake',
      module: IntakeModule.register(config),
      config,
      openapi: { title: 'Intake', description: 'For tests' },
    });
    await opened.getHttpAdapter().getInstance().ready();
    return opened;
  };
  // Half a service would take the messages of the specs after this one. The first error is the one to tell.
  const app = await open().catch(async (error: unknown) => {
    await stop().catch(() => undefined);
    throw error;
  });

  const send = async (
    method: string,
    url: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<ApiResponse> => {
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.body === '' ? undefined : JSON.parse(answer.body),
    };
  };
  return {
    app,
    database,
    post: (lead, headers = {}) =>
      send('POST', '/leads', { 'content-type': 'application/json', ...integration, ...headers }, lead),
    token: (as) => issuer.token({ id: as.id ?? 'somebody', ...as }),
    request: async (method, url, as, body) => {
      if (as === 'integration') return send(method, url, integration, body);
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

let people = 0;

/** Somebody whom no other test knows. */
export function aPerson(
  changes: Record<string, unknown> = {},
): Record<string, unknown> & { phone: string; email: string } {
  people += 1;
  const unique = `${process.pid}${Date.now() % 1_000_000}${people}`.slice(-9).padStart(9, '0');
  return {
    name: `Person ${unique}`,
    source: 'website',
    phone: `+79${unique}`,
    email: `person-${unique}@customer-${unique}.example`,
    ...changes,
  };
}
