import { commandRequested, leadCaptured, leadJudged, leadOutcome, topics } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import type { Agreement, LeadSnapshot } from '@baton/domain';
import { createService, createTemporalClient, loadConfig, migrate } from '@baton/service';
import {
  createIsolatedDatabase,
  registerPerson,
  requiredEnvironment,
  sendAs,
  startTestIssuer,
  TestKafka,
  testServiceVariables,
  waitUntil,
} from '@baton/testing';
import type { IsolatedDatabase, MatrixCaller, MatrixRequest, MatrixResponse, TestIssuer } from '@baton/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WorkflowNotFoundError } from '@temporalio/client';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandMessage, CommandSender } from '../../../../docs/examples/sign-command.ts';
import { migrations } from '../database/migrations.ts';
import { SCHEMA } from '../database/schema.ts';
import { HandoffConfig } from '../handoff.config.ts';
import { HandoffModule } from '../handoff.module.ts';
import { CONTACT_ENDS_GROUP, SOURCES_GROUP } from '../sources/consumer-group.ts';
import { WorkerModule } from '../worker.module.ts';
import { rolesOf } from './roles-of.ts';
import { teamFile } from './team-file.ts';

export interface ApiResponse {
  status: number;
  body: Record<string, unknown> & { steps?: { step: { type: string } }[]; detail?: string };
  headers: Record<string, unknown>;
  text: string;
}

/** The handoff service and its worker in this process, on the engines of the test run and their own database. */
export class HandoffFixture {
  readonly database: IsolatedDatabase;
  readonly kafka: TestKafka;
  /** Texts sent to intake, by id. */
  readonly texts = new Map<string, string>();
  readonly #issuer: TestIssuer;
  readonly #intake: Server;
  readonly #directory: string;
  api: NestFastifyApplication | undefined;
  worker: NestFastifyApplication | undefined;

  private constructor(database: IsolatedDatabase, issuer: TestIssuer, intake: Server, directory: string) {
    this.database = database;
    this.kafka = new TestKafka();
    this.#issuer = issuer;
    this.#intake = intake;
    this.#directory = directory;
  }

  /** @param slots how many leads may wait for one person's first touch; most tests are not about slots */
  static async start(overrides: Record<string, string> = {}, slots = 100): Promise<HandoffFixture> {
    const directory = await mkdtemp(join(tmpdir(), 'baton-handoff-'));
    await writeFile(join(directory, 'team.yaml'), teamFile);
    const intake = createServer();
    await new Promise<void>((resolve) => intake.listen(0, '127.0.0.1', resolve));
    const database = await createIsolatedDatabase(SCHEMA);
    const issuer = await startTestIssuer({
      register: (person) => registerPerson(database.pool, person, { schema: SCHEMA, keepsKnown: true }),
    });
    const fixture = new HandoffFixture(database, issuer, intake, directory);
    intake.on('request', (request, response) => {
      request
        .setEncoding('utf8')
        .on('data', (body: string) => fixture.texts.set(request.url?.split('/').at(-1) ?? '', body));
      const isPhone = request.url?.endsWith('/contacts/phone') === true;
      request.on('end', () =>
        isPhone
          ? response.writeHead(200).end(JSON.stringify({ zones: ['Asia/Vladivostok'] }))
          : response.writeHead(204).end(),
      );
    });
    try {
      await fixture.kafka.start();
      await fixture.#skipEarlierMessages();
      const config = fixture.config(overrides);
      await migrate({ config, schema: SCHEMA, migrations });
      await fixture.#setSlots(slots);
      await fixture.startApi(overrides);
      await fixture.startWorker(overrides);
      return fixture;
    } catch (error) {
      // Otherwise the started part would consume the messages of all later specs.
      await fixture.stop().catch(() => undefined);
      throw error;
    }
  }

  /** Changes the first agreement before any service has read it. */
  async #setSlots(slots: number): Promise<void> {
    await this.database.pool.query(
      `UPDATE handoff.agreement SET document = jsonb_set(document::jsonb, '{routing,slots}', to_jsonb($1::integer))`,
      [slots],
    );
  }

  /** Waits until every recorded change of a team has released its queue. */
  async waitForReleases(): Promise<void> {
    const countChanges = async (): Promise<number> => {
      const { rows } = await this.database.pool.query('SELECT FROM handoff.team_change WHERE due_at IS NULL');
      return rows.length;
    };
    await waitUntil(async () => (await countChanges()) === 0, { what: 'the queues are released' });
  }

  /** Messages that an earlier spec did not consume would start handoffs here. */
  async #skipEarlierMessages(): Promise<void> {
    await Promise.all([
      this.kafka.skipToEnd('handoff-start', leadJudged.topic),
      this.kafka.skipToEnd('handoff-outcomes', leadOutcome.topic),
      this.kafka.skipToEnd('handoff-commands', commandRequested.topic),
      this.kafka.skipToEnd('handoff-attention', topics.attention.name),
      this.kafka.skipToEnd(SOURCES_GROUP, leadCaptured.topic),
      this.kafka.skipToEnd(CONTACT_ENDS_GROUP, leadCaptured.topic),
    ]);
  }

  config(overrides: Record<string, string> = {}): HandoffConfig {
    return loadConfig(HandoffConfig, { ...this.environment(), ...overrides });
  }

  /** The environment of a process of the service. */
  environment(): Record<string, string> {
    return {
      HTTP_PORT: '0',
      // Tests run at any hour, and do not wait for digests.
      NOTIFICATION_QUIET_HOURS: 'none',
      NOTIFICATION_DIGEST_SECONDS: '1',
      DATABASE_URL: this.database.url,
      KAFKA_BROKERS: requiredEnvironment('TEST_KAFKA_BROKERS'),
      TEMPORAL_ADDRESS: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
      INTAKE_URL: `http://127.0.0.1:${(this.#intake.address() as AddressInfo).port}`,
      SERVICE_API_KEY: 'baton_a-key-for-this-test-only',
      TEAM_FILE: join(this.#directory, 'team.yaml'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
      ...testServiceVariables,
      ...this.#issuer.environment,
    };
  }

  /** Writes a team file with one more person. */
  async teamFileWith(person: string): Promise<string> {
    const file = join(this.#directory, 'larger-team.yaml');
    await writeFile(file, `${teamFile}  - ${person}\n`);
    return file;
  }

  async startApi(overrides: Record<string, string> = {}): Promise<void> {
    const config = this.config(overrides);
    this.api = await createService({
      name: 'handoff',
      module: HandoffModule.register(config),
      config,
      openapi: { title: 'Handoff', description: '' },
    });
  }

  async startWorker(overrides: Record<string, string> = {}): Promise<void> {
    const config = this.config(overrides);
    this.worker = await createService({
      name: 'handoff-worker',
      module: WorkerModule.register(config),
      config,
      openapi: { title: 'Worker', description: '' },
    });
  }

  async stop(): Promise<void> {
    await this.worker?.close();
    await this.api?.close();
    await this.#terminateOpenWorkflows();
    await this.kafka.stop();
    await this.#issuer.stop();
    this.#intake.close();
    await this.database.drop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** The worker of the next spec would run them, without their records in its database. */
  async #terminateOpenWorkflows(): Promise<void> {
    const client = createTemporalClient(this.config());
    for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      await client.workflow
        .getHandle(workflowId)
        .terminate('The test has ended')
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    }
    await client.connection.close();
  }

  token(personId: string, claims: Record<string, unknown> = {}): Promise<string> {
    return this.#issuer.token({ id: personId, roles: rolesOf(personId), teamId: 'sales' }, { claims });
  }

  /** Registers a system with its public key, as an admin does. */
  async commandSender(name: string, key: { actsFor?: object; expiresAt?: string }): Promise<CommandSender> {
    // A test that is tried again gets another system.
    const integrationId = `${name}-${randomUUID().slice(0, 8)}`;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    await this.call('adam', 'POST', '/integrations', { integrationId, name });
    const { status, body, text } = await this.call('adam', 'POST', `/integrations/${integrationId}/keys`, {
      kind: 'public-key',
      publicKey: publicKey.export({ format: 'jwk' }),
      scopes: ['send-commands'],
      ...key,
    });
    if (status !== 201) throw new Error(`The key of ${integrationId} got status ${status}: ${text}`);
    return { integrationId, keyId: body['keyId'] as string, privateKey, source: `/${integrationId}` };
  }

  publishCommand({ key, value, headers }: CommandMessage): Promise<void> {
    return this.kafka.publishRaw(commandRequested.topic, key, value, headers);
  }

  /** Sends a request as this caller, with exactly these roles and this team. */
  sendAs(caller: MatrixCaller, request: MatrixRequest): Promise<MatrixResponse> {
    return sendAs(this.api!, caller, request, { issuer: this.#issuer, pool: this.database.pool, schema: SCHEMA });
  }

  async call(
    personId: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    /** A string is sent unchanged, with the content type of the headers. */
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> {
    const token = await this.token(personId);
    const response = await this.api!.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { payload: body }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: /json/.test(String(response.headers['content-type']))
        ? (JSON.parse(response.body) as ApiResponse['body'])
        : {},
      text: response.body,
    };
  }

  /** Publishes an MQL as scoring does. */
  async publishJudgedLead(
    changes: Partial<LeadJudged> & { lead?: LeadSnapshot } = {},
  ): Promise<{ handoffId: string; leadId: string }> {
    const leadId = changes.leadId ?? randomUUID();
    const now = new Date().toISOString();
    const data: LeadJudged = {
      leadId,
      signalId: 'signal-1',
      signalReceivedAt: now,
      agreementVersion: 1,
      handoffNumber: 1,
      createdBy: 'test',
      verdict: 'mql',
      answers: [],
      askedCriteria: [],
      score: { points: 50, reasons: [] },
      lead: {
        source: 'website',
        channel: 'paid search',
        reachableBy: ['phone', 'email'],
        flags: [],
        consent: true,
        signals: [],
      },
      ...changes,
    };
    await this.kafka.publish({
      topic: leadJudged.topic,
      key: leadId,
      id: `judged/${leadId}/${data.signalId}`,
      type: leadJudged.type,
      data,
    });
    return { leadId, handoffId: `handoff-${leadId}-${data.handoffNumber}` };
  }

  async publishAgreement(agreement: Agreement): Promise<number> {
    const { body } = await this.call('adam', 'POST', '/agreements', agreement);
    return body['version'] as number;
  }
}
