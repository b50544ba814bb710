import type { HandoffState, Intent, JudgedLead, ReceivedCommand, RecordedStep } from '@baton/domain';

/** The task queue of the handoff worker. */
export const HANDOFF_TASK_QUEUE = 'handoffs';

/** The workflow's type; its id is the handoff's id. */
export const HANDOFF_WORKFLOW = 'handoff';

export const handoffIdOf = (leadId: string, handoffNumber: number): string => `handoff-${leadId}-${handoffNumber}`;

/** What ops filter by in the Temporal UI: ids and non-personal words only, since search attributes are never encrypted. */
export const searchAttributes = {
  stage: { name: 'BatonStage', type: 'KEYWORD' },
  owner: { name: 'BatonOwner', type: 'KEYWORD' },
  team: { name: 'BatonTeam', type: 'KEYWORD' },
  channel: { name: 'BatonChannel', type: 'KEYWORD' },
  nextDue: { name: 'BatonNextDue', type: 'DATETIME' },
  brokenPromises: { name: 'BatonBrokenPromises', type: 'KEYWORD_LIST' },
  agreementVersion: { name: 'BatonAgreementVersion', type: 'INT' },
} as const;

/** What a handoff begins with; `state` is there only when a long history continues as a new one. */
export interface HandoffInput {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  teamId: string;
  judged: JudgedLead;
  /** The event that began it. */
  messageId: string;
  state?: HandoffState;
}

/** A command as the controller stamped it. */
export interface CommandRequest extends ReceivedCommand {
  key: string;
  bodyHash: string;
}

export interface CommandResult {
  /** The version of the record that holds the command's steps. */
  version: number;
}

/** Update `command`: refused with an ApplicationFailure of type `Refused` whose detail is `RefusalDetail`. */
export const COMMAND_UPDATE = 'command';
/** Update `syncRecord`: reads what the record holds beyond the workflow, and answers with the version reached. */
export const SYNC_RECORD_UPDATE = 'syncRecord';
/** Signal `signalReceived`: a command that nobody waits for an answer to, such as another sign of interest; passed over when it does not fit. */
export const SIGNAL_RECEIVED_SIGNAL = 'signalReceived';
/** Signal `teamChanged`: somebody may be eligible now who was not; a handoff that waits for an owner looks again. */
export const TEAM_CHANGED_SIGNAL = 'teamChanged';
/** Query `state`: what the workflow knows. */
export const STATE_QUERY = 'state';

export const REFUSED = 'Refused';
export interface RefusalDetail {
  code: string;
  detail: string;
  /** The version that the refusal was decided at: when the record is ahead of it, it may be out of date. */
  version: number;
}

export interface CommitRequest {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  /** What the workflow knows; the steps are appended only if the record ends at its version. */
  state: HandoffState;
  intent: Intent;
  /** The workflow's time, ISO 8601. */
  now: string;
}

/**
 * `committed`: these steps were appended. `duplicate`: the record holds this cause already.
 * `record-ahead`: the record holds these steps beyond the workflow's version; nothing was appended.
 */
export type CommitResult =
  | { outcome: 'committed'; steps: RecordedStep[] }
  | { outcome: 'duplicate' }
  | { outcome: 'record-ahead'; isDuplicate: boolean; steps: RecordedStep[] };

/** What the workflow asks of the world. Both are short transactions on PostgreSQL, run as local activities. */
export interface HandoffActivities {
  /** Decides the intent by the pure rules and appends its steps, the row, the tickets, the messages and the events in one transaction. */
  commit(request: CommitRequest): Promise<CommitResult>;
  readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]>;
}
