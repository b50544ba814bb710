import { integrationKeyChanged, integrationKeyUsed, personAccessChanged } from './access-events.ts';
import { agreementPublished } from './agreement-published.ts';
import { attentionMessage, ticketRaised, ticketResolved } from './attention.ts';
import type { EventContract } from './event-contract.ts';
import { commandProcessed, commandRequested } from './handoff-command.ts';
import { handoffStepRecorded } from './handoff-step.ts';
import { inboundLead } from './inbound-lead.ts';
import { leadCaptured } from './lead-captured.ts';
import { leadErased } from './lead-erased.ts';
import { leadJudged } from './lead-judged.ts';
import { leadOptedOut } from './lead-opted-out.ts';
import { leadOutcome } from './lead-outcome.ts';

/** Every event that crosses a service boundary. The generated specification covers exactly these. */
export const eventContracts = {
  'inbound-lead': inboundLead,
  'lead-captured': leadCaptured,
  'lead-opted-out': leadOptedOut,
  'lead-erased': leadErased,
  'lead-judged': leadJudged,
  'handoff-step': handoffStepRecorded,
  'handoff-command-requested': commandRequested,
  'handoff-command-processed': commandProcessed,
  'lead-outcome': leadOutcome,
  'agreement-published': agreementPublished,
  'person-access-changed': personAccessChanged,
  'integration-key-changed': integrationKeyChanged,
  'integration-key-used': integrationKeyUsed,
  'ticket-raised': ticketRaised,
  'ticket-resolved': ticketResolved,
  'attention-message': attentionMessage,
} as const satisfies Record<string, EventContract<unknown>>;

export type ContractName = keyof typeof eventContracts;

/** The types of events about captured leads, which share a topic. */
export const capturedLeadEvents = { captured: leadCaptured, optedOut: leadOptedOut, erased: leadErased } as const;
