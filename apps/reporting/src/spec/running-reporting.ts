import { randomUUID } from 'node:crypto';
import { agreementPublished, handoffStepRecorded, leadCaptured, leadJudged, leadOutcome } from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import type { Role } from '@baton/domain';
import { AccessDirectory, createService, loadConfig, routesOf, ServiceConfig } from '@baton/service';
import type { Route } from '@baton/service';
import { registerPerson, sendAs, startTestIssuer, TestKafka, testServiceVariables } from '@baton/testing';
import type { MatrixCaller, MatrixRequest, MatrixResponse, TestIssuer } from '@baton/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openapi } from '../openapi.ts';
import { SCHEMA } from '../database/schema.ts';
import { ReportingModule } from '../reporting.module.ts';
import type { TopicEvent } from './generated-event-log.ts';
import { ReportingDatabase } from './reporting-database.ts';

const contracts: Record<TopicEvent['topic'], EventContract<unknown>> = {
  captured: leadCaptured,
  judged: leadJudged,
  step: handoffStepRecorded,
  outcome: leadOutcome,
  agreement: agreementPublished,
};

/** The real service with a separate database and consumer group, and a Kafka client to publish events. */
export class RunningReporting {
  readonly reporting: ReportingDatabase;
  readonly #issuer: TestIssuer;
  readonly #app: NestFastifyApplication;
  readonly #kafka: TestKafka;

  private constructor(parts: {
    reporting: ReportingDatabase;
    issuer: TestIssuer;
    app: NestFastifyApplication;
    kafka: TestKafka;
  }) {
    this.reporting = parts.reporting;
    this.#issuer = parts.issuer;
    this.#app = parts.app;
    this.#kafka = parts.kafka;
  }

  static async start(): Promise<RunningReporting> {
    const reporting = await ReportingDatabase.create();
    let app: NestFastifyApplication | undefined;
    const issuer = await startTestIssuer({
      register: async (person) => {
        await registerPerson(reporting.database.pool, person, { schema: SCHEMA });
        // Specs give one person several roles, one after the other.
        app?.get(AccessDirectory).forget({ personId: person.id });
      },
    });
    const kafka = new TestKafka();
    try {
      await kafka.start();
      const config = loadConfig(ServiceConfig, {
        DATABASE_URL: reporting.database.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        HTTP_PORT: '0',
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'fatal',
        ...testServiceVariables,
        ...issuer.environment,
      });
      const groupId = `reporting-${randomUUID()}`;
      await kafka.skipToEnd(groupId, ...Object.values(contracts).map(({ topic }) => topic));
      const module = ReportingModule.register(config, groupId);
      app = await createService({ name: 'reporting', module, config, openapi });
      return new RunningReporting({ reporting, issuer, app, kafka });
    } catch (error) {
      // Anything left open would receive the events of later specs. Report the first error, not those of closing.
      await Promise.allSettled([kafka.stop(), issuer.stop(), reporting.drop()]);
      throw error;
    }
  }

  async publish(events: readonly TopicEvent[]): Promise<void> {
    await this.#kafka.publish(
      ...events.map(({ topic, id, time, data }) => ({
        topic: contracts[topic].topic,
        type: contracts[topic].type,
        id,
        time,
        data,
        key: 'leadId' in data ? data.leadId : String(data.version),
      })),
    );
  }

  get routes(): Route[] {
    return routesOf(this.#app);
  }

  /** Sends a request as this caller, with exactly these roles and this team. */
  sendAs(caller: MatrixCaller, request: MatrixRequest): Promise<MatrixResponse> {
    return sendAs(this.#app, caller, request, {
      issuer: this.#issuer,
      pool: this.reporting.database.pool,
      schema: SCHEMA,
    });
  }

  async get(
    url: string,
    person: { id?: string; roles: Role[]; teamId?: string },
    headers: Record<string, string> = {},
  ) {
    const token = await this.#issuer.token({ id: 'person-1', ...person });
    return this.#app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}`, ...headers } });
  }

  /** Sends a request without a token. */
  async getWithoutToken(url: string) {
    return this.#app.inject({ method: 'GET', url });
  }

  async stop(): Promise<void> {
    await this.#app.close();
    await Promise.all([this.#kafka.stop(), this.#issuer.stop()]);
    await this.reporting.drop();
  }
}
