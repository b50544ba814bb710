import { EventConsumer, KafkaConnection } from '@baton/messaging';
import { Logger, messagingMetrics, Metrics, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CommandsConsumer } from './command-gateway/commands.consumer.ts';
import { OutcomesConsumer } from './outcomes/outcomes.consumer.ts';
import { SCHEMA } from './database/schema.ts';
import { LeadCapturedConsumer } from './sources/lead-captured.consumer.ts';
import { SOURCES_GROUP } from './sources/consumer-group.ts';
import { LeadJudgedConsumer } from './workflow/start/lead-judged.consumer.ts';

/** At most so many workflow starts are in flight, so that Temporal is not flooded. */
const STARTS_IN_FLIGHT = 128;

const COMMANDS_IN_FLIGHT = 16;

/** Nobody waits for what is noted of sources, and batches side by side would wait for each other's rows. */
const LEADS_IN_FLIGHT = 1;

/** What this service reads from Kafka. */
@Injectable()
export class KafkaConsumers implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #consumers: EventConsumer[];

  constructor(
    kafka: KafkaConnection,
    pool: PgPool,
    logger: Logger,
    metrics: Metrics,
    judged: LeadJudgedConsumer,
    outcomes: OutcomesConsumer,
    commands: CommandsConsumer,
    captured: LeadCapturedConsumer,
  ) {
    const common = { kafka, pool, schema: SCHEMA, logger, metrics: messagingMetrics(metrics) };
    this.#consumers = [
      new EventConsumer({
        ...common,
        groupId: 'handoff-start',
        name: 'handoff-start',
        subscriptions: [judged.subscription()],
        concurrency: STARTS_IN_FLIGHT,
      }),
      new EventConsumer({
        ...common,
        groupId: 'handoff-outcomes',
        name: 'handoff-outcomes',
        subscriptions: [outcomes.subscription()],
      }),
      new EventConsumer({
        ...common,
        groupId: 'handoff-commands',
        name: 'handoff-commands',
        subscriptions: [commands.subscription()],
        concurrency: COMMANDS_IN_FLIGHT,
      }),
      new EventConsumer({
        ...common,
        groupId: SOURCES_GROUP,
        name: 'handoff-sources',
        subscriptions: [captured.subscription()],
        concurrency: LEADS_IN_FLIGHT,
      }),
    ];
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.start()));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
  }
}
