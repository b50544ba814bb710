import type {
  CommandType,
  HandoffState,
  Intent,
  JudgedLead,
  LocalClock,
  ReceivedCommand,
  RecordedStep,
  Refusal,
} from '@baton/domain';
import type { Sinks } from '@temporalio/workflow';

/** The task queue of the handoff worker. */
export const HANDOFF_TASK_QUEUE = 'handoffs';

/** The workflow's type; its id is the handoff's id. */
export const HANDOFF_WORKFLOW = 'handoff';

export const handoffIdOf = (leadId: string, handoffNumber: number): string => `handoff-${leadId}-${handoffNumber}`;

/** What ops filter by in the Temporal UI. Ids and non-personal words only: search attributes are never encrypted. */
export const searchAttributes = {
  stage: { name: 'BatonStage', type: 'KEYWORD' },
  owner: { name: 'BatonOwner', type: 'KEYWORD' },
  team: { name: 'BatonTeam', type: 'KEYWORD' },
  channel: { name: 'BatonChannel', type: 'KEYWORD' },
  nextDue: { name: 'BatonNextDue', type: 'DATETIME' },
  brokenPromises: { name: 'BatonBrokenPromises', type: 'KEYWORD_LIST' },
  agreementVersion: { name: 'BatonAgreementVersion', type: 'INT' },
} as const;

export interface HandoffInput {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  teamId: string;
  judged: JudgedLead;
  /** The event that caused the handoff. */
  messageId: string;
  /** The time zone that ops see in addition to UTC. */
  localClock?: LocalClock;
  /** Set only when a long history continues as new. */
  state?: HandoffState;
}

/** A received command with its idempotency key and the hash of its body. */
export interface CommandRequest extends ReceivedCommand {
  key: string;
  bodyHash: string;
}

export interface CommandResult {
  /** A version of the record that includes the command's steps. */
  version: number;
}

/**
 * One Update per command, named after the command's type: `accept`, `touch`, `qualify` …
 * Refused with an ApplicationFailure of type `Refused` whose detail is `RefusalDetail`.
 */
export type CommandUpdate = CommandType;
/** Update: applies the steps of the record that the workflow lacks, and returns the version reached. */
export const SYNC_RECORD_UPDATE = 'syncRecord';
/** Signal: a command whose sender does not wait for a result, such as a new signal of the lead. Ignored when refused. */
export const SIGNAL_RECEIVED_SIGNAL = 'signalReceived';
/** Signal: a slot is reserved for this handoff, or the team has changed. A lead in the team queue retries routing. */
export const TEAM_CHANGED_SIGNAL = 'teamChanged';
/** Query: the workflow's current state. */
export const STATE_QUERY = 'state';

/** The first words of the summary of a timer between two attempts to reach PostgreSQL. */
export const RECORD_UNAVAILABLE = 'PostgreSQL is unavailable';

/** The type of the failure when a start, an Update or a signal does not have its shape. */
export const MALFORMED = 'Malformed';

export const refusedInputs = ['start', 'update', 'signal', 'activity-result'] as const;
export type RefusedInput = (typeof refusedInputs)[number];

/** What a workflow reports to its worker, which logs and counts it. */
export interface HandoffSinks extends Sinks {
  input: {
    /** The reason names fields and ids, never values. */
    refused(input: RefusedInput, reason: string): void;
  };
}

export const REFUSED = 'Refused';
export interface RefusalDetail {
  code: string;
  detail: string;
  /** The version that the refusal is based on. If the record is ahead of it, the refusal may be out of date. */
  version: number;
}

export interface CommitRequest {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  /** The workflow's state. Steps are appended only if the record is at the same version. */
  state: HandoffState;
  intent: Intent;
  /** The workflow's time, ISO 8601. */
  now: string;
}

/**
 * `committed`: these steps were appended. `duplicate`: the record holds this cause already.
 * `record-ahead`: the record holds these steps beyond the workflow's version; nothing was appended.
 * `refused`: the agreement does not allow the command, whatever terms came with it.
 */
export type CommitResult =
  | { outcome: 'committed'; steps: RecordedStep[] }
  | { outcome: 'duplicate' }
  | { outcome: 'record-ahead'; isDuplicate: boolean; steps: RecordedStep[] }
  | { outcome: 'refused'; refusal: Refusal };

/**
 * Short transactions on PostgreSQL, run as local activities. The first three make the same commit: in one transaction
 * they decide the intent by the rules of the domain and append the steps with their effects. They have separate names
 * so that a history shows what each one records.
 */
export interface HandoffActivities {
  recordTransfer(request: CommitRequest): Promise<CommitResult>;
  recordCommand(request: CommitRequest): Promise<CommitResult>;
  recordDeadline(request: CommitRequest): Promise<CommitResult>;
  readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]>;
}

export interface HandoffRecordStore {
  commit(request: CommitRequest): Promise<CommitResult>;
  readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]>;
}

export const handoffActivities = (store: HandoffRecordStore): HandoffActivities => ({
  recordTransfer: (request) => store.commit(request),
  recordCommand: (request) => store.commit(request),
  recordDeadline: (request) => store.commit(request),
  readStepsAfter: (handoffId, version) => store.readStepsAfter(handoffId, version),
});
