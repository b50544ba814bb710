import type { HandoffStepRecorded } from '@baton/contracts';
import type { HandoffState, RecordedStep } from '@baton/domain';

export interface StoredHandoff {
  handoffId: string;
  leadId: string;
  version: number;
  stage: string;
  ownerId: string | null;
  openTickets: string[];
}

/** An event as it lies on a topic, with its CloudEvents id. */
export interface TopicEvent<Data> {
  id: string;
  data: Data;
}

/** Everything that the system holds of one run's leads. */
export interface SystemSnapshot {
  leads: readonly { leadId: string; email: string; signals: number }[];
  judgements: readonly { leadId: string; verdict: string; handoffNumber: number | null }[];
  captured: readonly TopicEvent<{ leadId: string }>[];
  judged: readonly TopicEvent<{ leadId: string }>[];
  handoffs: readonly StoredHandoff[];
  record: ReadonlyMap<string, readonly RecordedStep[]>;
  events: readonly TopicEvent<HandoffStepRecorded>[];
  /** Reporting's copy of the record. */
  reported: ReadonlyMap<string, readonly HandoffStepRecorded[]>;
  /** Workflows of these leads, by id: how they stand. */
  workflows: ReadonlyMap<string, string>;
  /** What the running workflows know. */
  states: ReadonlyMap<string, HandoffState>;
  /** Of all leads: dead letters since the beginning. */
  deadLetters: number;
  /** Of all leads: what still waits to be sent or applied. */
  pending: number;
}
