import {
  agreementPublished,
  capturedLeadEvents,
  handoffStepRecorded,
  leadCaptured,
  leadJudged,
  leadOutcome,
} from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import { contractReader, contractsReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, NamedEvent, SqlExecutor } from '@baton/messaging';
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

/** Opt-outs and erasures change no report: statistics hold nothing personal. */
const capturedLeadSubscription = subscription<NamedEvent<typeof capturedLeadEvents>>({
  topic: leadCaptured.topic,
  read: contractsReader(capturedLeadEvents),
  ordered: false,
  idOf: ({ id }) => `${leadCaptured.topic}:${id}`,
  handle: async (event, { transaction }) => {
    if (event.kind === 'captured') await projectCapturedLead(transaction, event, event.data);
  },
});

/** The subscriptions of all projections. */
export const subscriptions = (calendars: AgreementCalendars): AnySubscription[] => [
  capturedLeadSubscription,
  projectionSubscription(leadJudged, (transaction, event) => projectVerdict(transaction, event, event.data, calendars)),
  projectionSubscription(handoffStepRecorded, (transaction, { data }) => projectStep(transaction, data, calendars)),
  projectionSubscription(leadOutcome, (transaction, event) => projectOutcome(transaction, event, event.data)),
  projectionSubscription(agreementPublished, (transaction, { data }) => projectAgreement(transaction, data, calendars)),
];
