import { agreementPublished, handoffStepRecorded, leadCaptured, leadJudged, leadOutcome } from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, SqlExecutor } from '@baton/messaging';
import type { AgreementCalendars } from './agreement-calendars.ts';
import { projectAgreement } from './project-agreement.ts';
import { projectCapturedLead, projectVerdict } from './project-lead.ts';
import { projectOutcome } from './project-outcome.ts';
import { projectStep } from './project-step.ts';

/** Unordered: projectStep orders steps by version, and stores those without an agreement until it arrives. */
const projectionSubscription = <Data>(
  contract: EventContract<Data>,
  project: (transaction: SqlExecutor, event: ContractEvent<Data>) => Promise<void>,
): AnySubscription =>
  subscription<ContractEvent<Data>>({
    topic: contract.topic,
    read: contractReader(contract),
    ordered: false,
    // Ids are unique per topic only.
    idOf: ({ id }) => `${contract.topic}:${id}`,
    handle: (event, { transaction }) => project(transaction, event),
  });

/** The subscriptions of all projections. */
export const subscriptions = (calendars: AgreementCalendars): AnySubscription[] => [
  projectionSubscription(leadCaptured, (transaction, event) => projectCapturedLead(transaction, event, event.data)),
  projectionSubscription(leadJudged, (transaction, event) => projectVerdict(transaction, event, event.data, calendars)),
  projectionSubscription(handoffStepRecorded, (transaction, { data }) => projectStep(transaction, data, calendars)),
  projectionSubscription(leadOutcome, (transaction, event) => projectOutcome(transaction, event, event.data)),
  projectionSubscription(agreementPublished, (transaction, { data }) => projectAgreement(transaction, data, calendars)),
];
