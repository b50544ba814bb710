import type { PromiseName } from '../agreement/agreement.ts';
import type { Clock, Ending, ReleaseReason } from '../handoff/steps.ts';
import type { LostMarks } from './lost-causes.ts';

/** What reports know of a lead. */
export interface LeadFacts {
  source: string;
  channel?: string;
  campaign?: string;
  segment?: string;
}

/** One running of one clock: each restart is an instance of its own. */
export interface PromiseFact {
  /** Version of the step that started it. */
  version: number;
  /** When that step was taken; the clock itself may begin later, or have begun earlier when it was opened again. */
  knownAt: string;
  promise: PromiseName;
  clock: Clock;
  ownerId?: string;
  teamId?: string;
  startedAt: string;
  dueAt: string;
  brokenAt?: string;
  keptAt?: string;
  keptLate?: boolean;
  countedMilliseconds?: number;
  wallClockMilliseconds?: number;
  releasedAt?: string;
  releaseReason?: ReleaseReason;
  /** When the first rung of its ladder after the breach was told. */
  escalatedAt?: string;
  /** When a machine's evidence showed that it was kept in time after all; the breach stays. */
  correctedAt?: string;
  /** From when on another running stands for this one: a new date was agreed, or what kept it was a mistake. */
  replacedAt?: string;
}

/** Who owned the lead from when on; without an owner nobody did. */
export interface AssignmentFact {
  version: number;
  at: string;
  ownerId?: string;
  teamId?: string;
  /** Given on as an SQL: to a closer, who takes nothing of what the rep before did. */
  isSql: boolean;
}

export interface ReturnFact {
  version: number;
  at: string;
  reason: string;
  returnedBy: string;
  qualification: 'referenced' | 'claimed' | 'none';
  countsAgainst: string;
  /** Accepted by marketing or upheld by the arbiter; or overturned. */
  decided?: { at: string; verdict: 'upheld' | 'overturned' };
}

export interface TouchFact {
  version: number;
  at: string;
  reached: boolean;
  counts: boolean;
  /** Taken back; until then it stood. */
  voidedAt?: string;
}

/** A return without a reason, until one is given or the handoff is over. */
export interface HeldReturnFact {
  version: number;
  at: string;
  until?: string;
}

/** What reports ask of one handoff: the fold of its record. Plain data, so that it can be kept and gone on with. */
export interface HandoffFacts {
  version: number;
  /** The latest moment of any step: a step can name one before those it follows. */
  latestAt?: string;
  lead?: LeadFacts;
  importedDay?: string;
  startedAt?: string;
  signalReceivedAt?: string;
  touchMinimum?: number;
  transferredAt?: string;
  acceptedAt?: string;
  firstContactDueAt?: string;
  /** Those that stand. */
  touches: TouchFact[];
  firstTouchAt?: string | undefined;
  leadRepliedAt?: string;
  reachedAt?: string | undefined;
  lastTouchAt?: string | undefined;
  countedTouches: number;
  /** The dated next step that was agreed last. */
  nextStepAt?: string | undefined;
  sqlAt?: string;
  /** From here on it is no SQL any more. */
  sqlWithdrawnAt?: string;
  openReturn?: ReturnFact | undefined;
  heldReturn?: HeldReturnFact | undefined;
  /** Returned, and not yet with sales again. */
  isReturned?: boolean;
  /** The transfer after a return that was overturned. */
  retransfer?: { version: number; at: string };
  endedAt?: string;
  ending?: Ending;
  assignment?: AssignmentFact;
  /** First owner, or the end if there never was one. */
  firstOwnedAt?: string;
  /** For `unowned` only times without an owner after the first one; the time before depends on the verdict too. */
  marks: LostMarks;
  /** Marks that nothing can take back any more. */
  finalMarks: (keyof LostMarks)[];
  /** Running, or broken and not yet kept. */
  openPromises: PromiseFact[];
  /** Kept by touches: open again when the touch is taken back. */
  keptByTouch: PromiseFact[];
  /** Broken, and no longer open: a machine may still show that they were kept. Absent from facts of before. */
  closedBreaches?: PromiseFact[];
}

export const emptyFacts: HandoffFacts = {
  version: 0,
  touches: [],
  countedTouches: 0,
  marks: {},
  finalMarks: [],
  openPromises: [],
  keptByTouch: [],
};

/** What one step adds beside the facts: rows of their own. */
export interface FactChanges {
  promises?: PromiseFact[];
  touch?: TouchFact;
  heldReturn?: HeldReturnFact;
  assignment?: AssignmentFact;
  returned?: ReturnFact;
  outcomeId?: string;
}
