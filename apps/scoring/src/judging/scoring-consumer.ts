import { agreementPublished, handoffStepRecorded, leadCaptured } from '@baton/contracts';
import type { AgreementPublished, HandoffStepRecorded, LeadCaptured } from '@baton/contracts';
import { DependencyAway, EventConsumer, KafkaConnection, contractReader, subscription } from '@baton/messaging';
import type { AnySubscription } from '@baton/messaging';
import { HealthIndicators, Logger, Metrics, PgPool, messagingMetrics } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { KnownAgreements } from '../agreements/known-agreements.ts';
import { hearStep } from '../journey/hear-step.ts';
import { SCHEMA } from '../schema.ts';
import { AgreementsRead } from './agreements-read.ts';
import { JudgeSignal } from './judge-signal.ts';
import { Journeys } from './journeys.ts';

/** Under which name the instances of scoring share the topics' partitions. */
export const CONSUMER_GROUP = 'scoring consumer group';

/** Steps that tell scoring something; the others cost it no query. */
const heard: ReadonlySet<string> = new Set([
  'started',
  'signal-added',
  'returned',
  'return-accepted',
  'dispute-decided',
  'imported',
  'ended',
]);

/** What scoring reads: leads; the beginnings, signals, returns and endings of their handoffs; and agreements. */
@Injectable()
export class ScoringConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #consumer: EventConsumer;

  constructor(
    @Inject(CONSUMER_GROUP) groupId: string,
    @Inject(KafkaConnection) kafka: KafkaConnection,
    @Inject(PgPool) pool: PgPool,
    @Inject(Logger) logger: Logger,
    @Inject(Metrics) metrics: Metrics,
    @Inject(HealthIndicators) health: HealthIndicators,
    @Inject(JudgeSignal) judgeSignal: JudgeSignal,
    @Inject(Journeys) journeys: Journeys,
    @Inject(KnownAgreements) agreements: KnownAgreements,
  ) {
    const agreementsRead = new AgreementsRead(kafka, groupId);
    this.#consumer = new EventConsumer({
      kafka,
      groupId,
      name: 'scoring',
      pool,
      schema: SCHEMA,
      logger,
      metrics: messagingMetrics(metrics),
      subscriptions: [
        leads(judgeSignal, agreementsRead),
        handoffs(judgeSignal, journeys, agreementsRead),
        published(agreements),
      ],
    });
    health.register({
      name: 'consumer',
      required: false,
      check: async () => {
        if (!this.#consumer.isRunning) throw new Error('The consumer is not a member of its group.');
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#consumer.stop();
  }
}

const leads = (judgeSignal: JudgeSignal, agreementsRead: AgreementsRead): AnySubscription =>
  subscription({
    topic: leadCaptured.topic,
    read: contractReader<LeadCaptured>(leadCaptured),
    ordered: true,
    idOf: ({ data }) => `${data.leadId}/${data.signalId}`,
    handle: async ({ data }, { transaction, message }) => {
      const signal = data.lead.signals.find(({ signalId }) => signalId === data.signalId);
      const receivedAt = signal?.receivedAt ?? message.receivedAt.toISOString();
      await agreementsRead.demand();
      await judgeSignal.take(data, receivedAt, transaction);
    },
  });

const handoffs = (judgeSignal: JudgeSignal, journeys: Journeys, agreementsRead: AgreementsRead): AnySubscription =>
  subscription({
    topic: handoffStepRecorded.topic,
    read: contractReader<HandoffStepRecorded>(handoffStepRecorded),
    ordered: true,
    idOf: ({ data }) => `${data.handoffId}/${data.version}`,
    handle: async ({ data }, { transaction }) => {
      if (!heard.has(data.step.type)) return;
      await agreementsRead.demand();
      const journey = await journeys.lock(data.leadId, transaction);
      // Topics are read side by side. What follows from a handoff follows from its own version, so that has to be here.
      if (!journey.agreements.has(data.agreementVersion)) {
        throw new DependencyAway(`Agreement version ${data.agreementVersion} has not been read yet.`);
      }
      const news = hearStep(journey.handoffs, data);
      if (news) await judgeSignal.takeAgain(journey, news, transaction);
    },
  });

const published = (agreements: KnownAgreements): AnySubscription =>
  subscription({
    topic: agreementPublished.topic,
    read: contractReader<AgreementPublished>(agreementPublished),
    ordered: false,
    idOf: ({ data }) => `agreement/${data.version}`,
    handle: async ({ data }, { transaction }) => agreements.add(data, transaction),
  });
