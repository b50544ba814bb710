import { randomUUID } from 'node:crypto';
import {
  agreementPublished,
  handoffStepRecorded,
  leadCaptured,
  leadErased,
  leadOptedOut,
  leadJudged,
  leadOutcome,
  topics,
} from '@baton/contracts';
import type { AgreementPublished, LeadCaptured, LeadJudged } from '@baton/contracts';
import type { HandoffStep, LeadSnapshot, Role } from '@baton/domain';
import {
  AccessDirectory,
  createService,
  loadConfig,
  migrate,
  OperationsServer,
  routesOf,
  ServiceConfig,
} from '@baton/service';
import type { Route } from '@baton/service';
import {
  TestKafka,
  createIsolatedDatabase,
  registerPerson,
  sendAs,
  startTestIssuer,
  testServiceVariables,
} from '@baton/testing';
import type {
  HostileRequest,
  IsolatedDatabase,
  MatrixCaller,
  MatrixRequest,
  MatrixResponse,
  TestIssuer,
} from '@baton/testing';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { migrations } from '../database/first.migration.ts';
import { openapi } from '../openapi.ts';
import { SCHEMA } from '../database/schema.ts';
import { ScoringModule } from '../scoring.module.ts';

/** The real service with its own database and consumer group, and a Kafka client for the test. */
export class RunningScoring {
  readonly #issuer: TestIssuer;
  readonly #app: NestFastifyApplication;
  readonly database: IsolatedDatabase;
  readonly kafka: TestKafka;

  private constructor(parts: {
    issuer: TestIssuer;
    app: NestFastifyApplication;
    database: IsolatedDatabase;
    kafka: TestKafka;
  }) {
    this.#issuer = parts.issuer;
    this.#app = parts.app;
    this.database = parts.database;
    this.kafka = parts.kafka;
  }

  /** @param controllers more controllers, in the same service */
  static async start(controllers: Type[] = []): Promise<RunningScoring> {
    const database = await createIsolatedDatabase(SCHEMA);
    let app: NestFastifyApplication | undefined;
    const issuer = await startTestIssuer({
      register: async (person) => {
        await registerPerson(database.pool, person, { schema: SCHEMA });
        // Specs give one person several roles, one after the other.
        app?.get(AccessDirectory).forget({ personId: person.id });
      },
    });
    const kafka = new TestKafka();
    try {
      await kafka.start();
      await kafka.consume(topics.judgedLeads.name);
      const config = loadConfig(ServiceConfig, {
        DATABASE_URL: database.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        HTTP_PORT: '0',
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
        ...testServiceVariables,
        ...issuer.environment,
      });
      await migrate({ config, schema: SCHEMA, migrations });
      const groupId = `scoring-${randomUUID()}`;
      await kafka.skipToEnd(
        groupId,
        leadCaptured.topic,
        handoffStepRecorded.topic,
        leadOutcome.topic,
        agreementPublished.topic,
      );
      const module = {
        module: class WithControllers {},
        imports: [ScoringModule.register(config, groupId)],
        controllers,
      };
      app = await createService({ name: 'scoring', module, config, openapi });
      return new RunningScoring({ issuer, app, database, kafka });
    } catch (error) {
      // A consumer left open would receive the messages of the specs that run next.
      await Promise.allSettled([kafka.stop(), issuer.stop(), database.drop()]);
      throw error;
    }
  }

  get routes(): Route[] {
    return routesOf(this.#app);
  }

  /** Sends a request as this caller, with exactly these roles and this team. */
  sendAs(caller: MatrixCaller, request: MatrixRequest): Promise<MatrixResponse> {
    return sendAs(this.#app, caller, request, { issuer: this.#issuer, pool: this.database.pool, schema: SCHEMA });
  }

  async stop(): Promise<void> {
    await this.#app.close();
    await Promise.all([this.kafka.stop(), this.#issuer.stop()]);
    await this.database.drop();
  }

  async captured(data: LeadCaptured): Promise<void> {
    const { type, topic } = leadCaptured;
    await this.kafka.publish({ topic, key: data.leadId, type, id: `${data.leadId}/${data.signalId}`, data });
  }

  async optedOut(leadId: string, optedOutAt: string): Promise<void> {
    const { type, topic } = leadOptedOut;
    const data = { leadId, optedOutAt, recordedBy: 'marina' };
    await this.kafka.publish({ topic, key: leadId, type, id: `${leadId}/opted-out/${optedOutAt}`, data });
  }

  async erased(leadId: string, erasedAt: string): Promise<void> {
    const { type, topic } = leadErased;
    const data = { leadId, erasedAt, erasedBy: 'marina' };
    await this.kafka.publish({ topic, key: leadId, type, id: `${leadId}/erased`, data });
  }

  async lastHandoffEnded(leadId: string): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      'SELECT FROM scoring.lead WHERE lead_id = $1 AND last_handoff_number > 0 AND open_handoff_number IS NULL',
      [leadId],
    );
    return rowCount === 1;
  }

  async importedOutcome(leadId: string, id: string): Promise<void> {
    const { type, topic } = leadOutcome;
    const data = { outcome: 'won', leadId, decidedAt: '2018-03-01T00:00:00.000Z', imported: true };
    await this.kafka.publish({ topic, key: leadId, type, id: `${leadId}/${id}`, data });
  }

  async knowsImportedOutcome(leadId: string): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      'SELECT FROM scoring.lead WHERE lead_id = $1 AND has_imported_outcome',
      [leadId],
    );
    return rowCount === 1;
  }

  /** Publishes a recorded step of a handoff of the lead. */
  async step(
    leadId: string,
    handoffNumber: number,
    version: number,
    at: string,
    step: HandoffStep,
    agreementVersion = 1,
  ): Promise<void> {
    const { type, topic } = handoffStepRecorded;
    const handoffId = `handoff-${leadId}-${handoffNumber}`;
    const actor = { kind: 'system', id: 'baton' };
    const cause = { kind: 'message', id: 'test' };
    const data = {
      handoffId,
      version,
      at,
      recordedAt: at,
      actor,
      cause,
      step,
      leadId,
      handoffNumber,
      agreementVersion,
    };
    await this.kafka.publish({ topic, key: leadId, type, id: `${handoffId}/${version}`, data });
  }

  async published(data: AgreementPublished): Promise<void> {
    const { type, topic } = agreementPublished;
    await this.kafka.publish({ topic, key: String(data.version), type, id: `agreement/${data.version}`, data });
  }

  /** Waits for at least `count` judgements of the lead and validates them against their contract. */
  async judged(leadId: string, count: number): Promise<LeadJudged[]> {
    const messages = await this.kafka.waitForMessages(topics.judgedLeads.name, leadId, count);
    return messages.map(({ data }) => leadJudged.data.parse(data));
  }

  async metrics(): Promise<string> {
    return (await this.#app.get(OperationsServer).fastify.inject('/metrics')).body;
  }

  async get(url: string, ...roles: Role[]) {
    return this.#request('GET', url, roles);
  }

  async post(url: string, payload: object, role: Role, headers: Record<string, string> = {}) {
    return this.#request('POST', url, [role], payload, headers);
  }

  async send({ method, url, headers, payload }: HostileRequest, ...roles: Role[]) {
    const token = await this.#issuer.token({ id: 'person-1', roles });
    const sent = { ...headers, authorization: `Bearer ${token}` };
    return this.#app.inject({ method, url, headers: sent, ...(payload !== undefined && { payload }) });
  }

  async #request(
    method: 'GET' | 'POST',
    url: string,
    roles: Role[],
    payload?: object,
    more: Record<string, string> = {},
  ) {
    const token = await this.#issuer.token({ id: 'person-1', roles });
    const headers = { authorization: `Bearer ${token}`, ...more };
    return this.#app.inject({ method, url, headers, ...(payload && { payload }) });
  }
}

/** The event that intake sends for the latest signal of a lead. */
export const capturedSignal = (leadId: string, lead: LeadSnapshot): LeadCaptured => ({
  leadId,
  signalId: lead.signals.at(-1)?.signalId ?? '',
  isNew: lead.signals.length === 1,
  createdBy: 'website-form',
  lead,
});
