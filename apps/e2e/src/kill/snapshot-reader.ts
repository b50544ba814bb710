import { topics } from '@baton/contracts';
import type { CommandProcessed, HandoffStepRecorded } from '@baton/contracts';
import type { HandoffState } from '@baton/domain';
import { STATE_QUERY } from '@baton/workflows';
import { Client, Connection } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import pg from 'pg';
import { beginningOffsets, endOffsets, mapConcurrently, readSince } from '@baton/testing';
import type { TopicOffsets } from '@baton/testing';
import { Databases } from './service-databases.ts';
import type { SystemSnapshot, TopicEvent } from './system-snapshot.ts';

const watchedTopics = [
  topics.capturedLeads.name,
  topics.judgedLeads.name,
  topics.handoffs.name,
  topics.commandAnswers.name,
] as const;
const QUERY_CONCURRENCY = 6;
const QUERY_TIMEOUT_MILLISECONDS = 10_000;

/** Reads everything that is stored about the leads of one source: tables, topics and workflows. */
export class SnapshotReader {
  readonly #options: { source: string; kafka: Kafka; postgres: string; temporal: string };
  readonly #since = new Map<string, TopicOffsets>();
  #deadLettersBefore = 0;

  constructor(options: { source: string; kafka: Kafka; postgres: string; temporal: string }) {
    this.#options = options;
  }

  /** Remembers what is stored before the run. */
  async markStart(): Promise<void> {
    for (const topic of watchedTopics) this.#since.set(topic, await endOffsets(this.#options.kafka, topic));
    this.#deadLettersBefore = await this.#withConnection((databases) => databases.deadLetters());
  }

  /** @throws Error when an engine is not available yet */
  async read(): Promise<SystemSnapshot> {
    const { source } = this.#options;
    const tables = await this.#withConnection(async (databases) => {
      const leads = await databases.leads(source);
      const leadIds = leads.map(({ leadId }) => leadId);
      return {
        leads,
        judgements: await databases.judgements(leadIds),
        handoffs: await databases.handoffs(leadIds),
        record: await databases.record(leadIds),
        reported: await databases.reported(leadIds),
        deadLetters: (await databases.deadLetters()) - this.#deadLettersBefore,
        pending: await databases.pending(),
      };
    });
    const ours = new Set(tables.leads.map(({ leadId }) => leadId));
    const open = tables.handoffs.filter(({ stage }) => stage !== 'ended').map(({ handoffId }) => handoffId);
    const isOurs = ({ leadId }: { leadId: string }): boolean => ours.has(leadId);
    const [captured, judged, events, answers] = await Promise.all([
      this.#events<{ leadId: string }>(topics.capturedLeads.name, isOurs),
      this.#events<{ leadId: string }>(topics.judgedLeads.name, isOurs),
      this.#events<HandoffStepRecorded>(topics.handoffs.name, isOurs),
      this.#events<CommandProcessed>(topics.commandAnswers.name, ({ handoffId }) => ours.has(leadIdOf(handoffId))),
    ]);
    const { workflows, states } = await this.#workflows(ours, open);
    const moved = tables.handoffs.filter(({ handoffId, version }) => (states.get(handoffId)?.version ?? 0) > version);
    const laterRecords = await this.#withConnection((databases) => databases.record(moved.map(({ leadId }) => leadId)));
    return { ...tables, captured, judged, events, answers, workflows, states, laterRecords };
  }

  async #withConnection<Result>(use: (databases: Databases) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: this.#options.postgres, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      // Deadlines keep coming while this reads, so all tables must be of one moment.
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      return await use(new Databases(client));
    } finally {
      await client.end();
    }
  }

  async #events<Data>(topic: string, isOurs: (data: Data) => boolean): Promise<TopicEvent<Data>[]> {
    const { kafka } = this.#options;
    const messages = await readSince(kafka, topic, this.#since.get(topic) ?? (await beginningOffsets(kafka, topic)));
    return messages
      .map(({ headers, value }) => ({ id: headers['ce_id'] ?? '', data: JSON.parse(value) as Data }))
      .filter(({ data }) => isOurs(data));
  }

  async #workflows(
    ours: ReadonlySet<string>,
    open: readonly string[],
  ): Promise<Pick<SystemSnapshot, 'workflows' | 'states'>> {
    const connection = await Connection.connect({ address: this.#options.temporal, connectTimeout: '5s' });
    try {
      const client = new Client({ connection });
      const workflows = new Map<string, string>();
      // A run that continued as new is followed by another one of the same workflow.
      const query = 'WorkflowType = "handoff" AND ExecutionStatus != "ContinuedAsNew"';
      for await (const { workflowId, status } of client.workflow.list({ query })) {
        if (ours.has(leadIdOf(workflowId))) workflows.set(workflowId, status.name);
      }
      const states = await mapConcurrently(open, QUERY_CONCURRENCY, async (handoffId) => {
        const query = () => client.workflow.getHandle(handoffId).query<HandoffState>(STATE_QUERY);
        const state = client.withDeadline(Date.now() + QUERY_TIMEOUT_MILLISECONDS, query);
        return [handoffId, await state.catch(() => undefined)] as const;
      });
      return { workflows, states: new Map(states.flatMap(([id, state]) => (state ? [[id, state] as const] : []))) };
    } finally {
      await connection.close();
    }
  }
}

/** The lead of `handoff-<leadId>-<n>`. */
const leadIdOf = (workflowId: string): string => workflowId.replace(/^handoff-/, '').replace(/-\d+$/, '');
