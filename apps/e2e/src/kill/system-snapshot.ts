import type { CommandProcessed, HandoffStepRecorded } from '@baton/contracts';
import type { HandoffState, RecordedStep } from '@baton/domain';

export interface StoredHandoff {
  handoffId: string;
  leadId: string;
  version: number;
  stage: string;
  ownerId: string | null;
  openTickets: string[];
}

/** An event of a topic with its CloudEvents id. */
export interface TopicEvent<Data> {
  id: string;
  data: Data;
}

/** Everything that is stored about the leads of one run. */
export interface SystemSnapshot {
  leads: readonly { leadId: string; email: string; signals: number }[];
  judgements: readonly { leadId: string; verdict: string; handoffNumber: number | null }[];
  captured: readonly TopicEvent<{ leadId: string }>[];
  judged: readonly TopicEvent<{ leadId: string }>[];
  handoffs: readonly StoredHandoff[];
  record: ReadonlyMap<string, readonly RecordedStep[]>;
  events: readonly TopicEvent<HandoffStepRecorded>[];
  /** Answers to commands from Kafka. */
  answers: readonly TopicEvent<CommandProcessed>[];
  /** Reporting's copy of the record. */
  reported: ReadonlyMap<string, readonly HandoffStepRecorded[]>;
  /** The status of the workflows of these leads, by workflow id. */
  workflows: ReadonlyMap<string, string>;
  /** The states of the running workflows, read after the record. */
  states: ReadonlyMap<string, HandoffState>;
  /** The record, read once more, of handoffs whose workflow had moved on. */
  laterRecords: ReadonlyMap<string, readonly RecordedStep[]>;
  /** Dead letters of all leads since the start of the run. */
  deadLetters: number;
  /** Events of all leads that are not sent or applied yet. */
  pending: number;
}
