import { agreementPublished, handoffStepRecorded, leadCaptured, leadJudged, leadOutcome } from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, SqlExecutor } from '@baton/messaging';
import type { AgreedTime } from './agreed-time.ts';
import { projectAgreement } from './project-agreement.ts';
import { projectCapture, projectVerdict } from './project-lead.ts';
import { projectOutcome } from './project-outcome.ts';
import { projectStep } from './project-step.ts';

/** No message waits for the one before it: steps sort themselves out by version, and those without an agreement are put by. */
const projection = <Data>(
  contract: EventContract<Data>,
  project: (transaction: SqlExecutor, event: ContractEvent<Data>) => Promise<void>,
): AnySubscription =>
  subscription<ContractEvent<Data>>({
    topic: contract.topic,
    read: contractReader(contract),
    ordered: false,
    // Producers choose their ids by themselves, so that only together with the topic they are one.
    idOf: ({ id }) => `${contract.topic}:${id}`,
    handle: (event, { transaction }) => project(transaction, event),
  });

/** What the projections are made of. */
export const subscriptions = (agreedTime: AgreedTime): AnySubscription[] => [
  projection(leadCaptured, (transaction, event) => projectCapture(transaction, event, event.data)),
  projection(leadJudged, (transaction, event) => projectVerdict(transaction, event, event.data, agreedTime)),
  projection(handoffStepRecorded, (transaction, { data }) => projectStep(transaction, data, agreedTime)),
  projection(leadOutcome, (transaction, event) => projectOutcome(transaction, event, event.data)),
  projection(agreementPublished, (transaction, { data }) => projectAgreement(transaction, data, agreedTime)),
];
