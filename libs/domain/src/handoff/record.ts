import type { HandoffStep } from './steps.ts';

/** An `event-source` is known by its name alone: the broker admitted its events, and Baton did not authenticate it. */
export const actorKinds = ['person', 'integration', 'event-source', 'clock', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Who took a step: a person, another system, or Baton itself. */
export interface Actor {
  kind: ActorKind;
  id: string;
  /** The system that acted for the person, such as `integration:telephony`. */
  via?: string;
}

/** Baton's own id, also for commands that it gives itself, for example to reassign the leads of an absent owner. */
export const BATON = 'baton';

/** Why a step was taken. A request whose cause the record already holds is a duplicate. */
export type Cause =
  | { kind: 'request'; key: string; bodyHash: string }
  | { kind: 'deadline'; dueAt: string }
  | { kind: 'message'; id: string };

export function causeKey(cause: Cause): string {
  switch (cause.kind) {
    case 'request':
      return `request:${cause.key}`;
    case 'deadline':
      return `deadline:${cause.dueAt}`;
    case 'message':
      return `message:${cause.id}`;
  }
}

/** A step as the record stores it. */
export interface RecordedStep {
  handoffId: string;
  version: number;
  /** When the step takes effect, ISO 8601 in UTC: the receipt of a command, the due time of a breach. */
  at: string;
  /** When it was committed. */
  recordedAt: string;
  actor: Actor;
  cause: Cause;
  step: HandoffStep;
}
