import {
  agreementPublished,
  capturedLeadEvents,
  handoffStepRecorded,
  leadCaptured,
  leadOutcome,
} from '@baton/contracts';
import type { AgreementPublished, HandoffStepRecorded, LeadOutcome } from '@baton/contracts';
import { newHolderOf, noRelation, relationAfter } from '@baton/domain';
import {
  DependencyUnavailable,
  KafkaConnection,
  contractReader,
  contractsReader,
  subscription,
} from '@baton/messaging';
import type { AnySubscription, NamedEvent } from '@baton/messaging';
import { KafkaConsumers } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { applyHandoffStep } from '../journey/apply-handoff-step.ts';
import { AgreementLagCheck } from './agreement-lag-check.ts';
import { JourneyStore } from './journey-store.ts';
import { JudgementRecorder } from './judgement-recorder.ts';

/** Injection token for the id of the consumer group that all instances of scoring share. */
export const CONSUMER_GROUP = 'SCORING_CONSUMER_GROUP';

/** Steps that applyHandoffStep() uses. All other steps are skipped before they cost a query. */
const relevantStepTypes: ReadonlySet<string> = new Set([
  'started',
  'signal-added',
  'returned',
  'return-accepted',
  'dispute-decided',
  'postponed',
  'postponement-ended',
  'imported',
  'ended',
]);

/** Reads captured leads, steps of their handoffs, imported outcomes, and agreements. */
@Injectable()
export class ScoringConsumer {
  constructor(
    @Inject(CONSUMER_GROUP) groupId: string,
    kafka: KafkaConnection,
    consumers: KafkaConsumers,
    recorder: JudgementRecorder,
    journeys: JourneyStore,
    agreements: AgreementStore,
  ) {
    const lagCheck = new AgreementLagCheck(kafka, groupId);
    consumers.register({
      groupId,
      name: 'scoring',
      subscriptions: [
        leadSubscription(recorder, lagCheck),
        handoffSubscription(recorder, journeys, lagCheck),
        outcomeSubscription(recorder, lagCheck),
        agreementSubscription(agreements),
      ],
    });
  }
}

const leadSubscription = (recorder: JudgementRecorder, lagCheck: AgreementLagCheck): AnySubscription =>
  subscription<NamedEvent<typeof capturedLeadEvents>>({
    topic: leadCaptured.topic,
    read: contractsReader(capturedLeadEvents),
    ordered: true,
    idOf: (event) => (event.kind === 'captured' ? `${event.data.leadId}/${event.data.signalId}` : event.id),
    handle: async (event, { transaction, message }) => {
      if (event.kind === 'optedOut') return recorder.endContact(event.data.leadId, event.data.optedOutAt, transaction);
      if (event.kind === 'erased') return recorder.endContact(event.data.leadId, event.data.erasedAt, transaction);
      const { data } = event;
      const signal = data.lead.signals.find(({ signalId }) => signalId === data.signalId);
      const receivedAt = signal?.receivedAt ?? message.receivedAt.toISOString();
      await lagCheck.assertCaughtUp();
      await recorder.judge(data, receivedAt, transaction);
    },
  });

const handoffSubscription = (
  recorder: JudgementRecorder,
  journeys: JourneyStore,
  lagCheck: AgreementLagCheck,
): AnySubscription =>
  subscription({
    topic: handoffStepRecorded.topic,
    read: contractReader<HandoffStepRecorded>(handoffStepRecorded),
    ordered: true,
    idOf: ({ data }) => `${data.handoffId}/${data.version}`,
    handle: async ({ data }, { transaction }) => {
      if (newHolderOf(data.step))
        return journeys.addToRelation(data.leadId, relationAfter(noRelation, [data.step]), transaction);
      if (!relevantStepTypes.has(data.step.type)) return;
      await lagCheck.assertCaughtUp();
      const journey = await journeys.lockOrCreate(data.leadId, transaction);
      // Topics are consumed independently, so a step can arrive before the agreement that its handoff runs under.
      if (!journey.agreements.has(data.agreementVersion)) {
        throw new DependencyUnavailable(`Agreement version ${data.agreementVersion} has not been read yet.`);
      }
      const update = applyHandoffStep(journey.handoffs, data);
      if (update) await recorder.applyUpdate(journey, update, data.at, transaction);
    },
  });

const outcomeSubscription = (recorder: JudgementRecorder, lagCheck: AgreementLagCheck): AnySubscription =>
  subscription({
    topic: leadOutcome.topic,
    read: contractReader<LeadOutcome>(leadOutcome),
    ordered: false,
    idOf: ({ id }) => `outcome/${id}`,
    handle: async ({ data }, { transaction }) => {
      if (!data.imported) return;
      await lagCheck.assertCaughtUp();
      await recorder.recordImportedOutcome(data.leadId, transaction);
    },
  });

const agreementSubscription = (agreements: AgreementStore): AnySubscription =>
  subscription({
    topic: agreementPublished.topic,
    read: contractReader<AgreementPublished>(agreementPublished),
    ordered: false,
    idOf: ({ data }) => `agreement/${data.version}`,
    handle: async ({ data }, { transaction }) => agreements.add(data, transaction),
  });
