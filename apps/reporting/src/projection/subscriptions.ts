import {
  agreementPublished,
  handoffStepRecorded,
  leadCaptured,
  leadJudged,
  leadOutcome,
  type EventContract,
} from '@baton/contracts';
import type { Counting } from '@baton/domain';
import { subscription, type AnySubscription, type SqlExecutor } from '@baton/messaging';
import { projectCapture, projectVerdict } from './project-lead.ts';
import { projectAgreement, projectOutcome } from './project-outcome.ts';
import { projectStep } from './project-step.ts';
import { readEvent, type PlacedEvent } from './read-event.ts';

/** No topic waits for another, nor a message for the one before it: steps sort themselves out by version. */
const projection = <Data>(
  contract: EventContract<Data>,
  project: (transaction: SqlExecutor, event: PlacedEvent<Data>) => Promise<void>,
): AnySubscription =>
  subscription<PlacedEvent<Data>>({
    topic: contract.topic,
    read: readEvent(contract),
    ordered: false,
    // Producers choose their ids by themselves, so that only together with the topic they are one.
    idOf: ({ id }) => `${contract.topic}:${id}`,
    handle: (event, { transaction }) => project(transaction, event),
  });

/** What the projections are made of. */
export const subscriptions = (counting: Counting): AnySubscription[] => [
  projection(leadCaptured, (transaction, event) => projectCapture(transaction, event, event.data)),
  projection(leadJudged, (transaction, event) => projectVerdict(transaction, event, event.data, counting)),
  projection(handoffStepRecorded, (transaction, { data }) => projectStep(transaction, data, counting)),
  projection(leadOutcome, (transaction, { id, data }) => projectOutcome(transaction, id, data)),
  projection(agreementPublished, (transaction, { data }) => projectAgreement(transaction, data)),
];
