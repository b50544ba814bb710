import type { PromiseName } from '../agreement/agreement.ts';
import type { Clock, Ending, WhyReleased } from '../handoff/steps.ts';
import type { LostMarks } from './lost.ts';

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
  releasedWhy?: WhyReleased;
}

/** Who owned the lead from when on; without an owner nobody did. */
export interface AssignmentFact {
  version: number;
  at: string;
  ownerId?: string;
  teamId?: string;
}

export interface ReturnFact {
  version: number;
  at: string;
  reason: string;
  byId: string;
  qualification: 'proven' | 'claimed' | 'none';
  countsAgainst: string;
  /** Accepted by marketing or upheld by the arbiter; or overturned. */
  decided?: { at: string; verdict: 'upheld' | 'overturned' };
}

/** A touch that stands. */
export interface TouchFact {
  version: number;
  at: string;
  reached: boolean;
  counts: boolean;
}

/** What reports ask of one handoff: the fold of its record. Plain data, so that it can be kept and gone on with. */
export interface HandoffFacts {
  version: number;
  lead?: LeadFacts;
  importedDay?: string;
  startedAt?: string;
  signalReceivedAt?: string;
  touchMinimum?: number;
  transferredAt?: string;
  acceptedAt?: string;
  firstContactDueAt?: string;
  touches: TouchFact[];
  firstTouchAt?: string | undefined;
  leadAnsweredAt?: string;
  reachedAt?: string | undefined;
  lastTouchAt?: string | undefined;
  countedTouches: number;
  /** Absent again when the SQL was withdrawn. */
  sqlAt?: string | undefined;
  openReturn?: ReturnFact | undefined;
  endedAt?: string;
  ending?: Ending;
  assignment?: AssignmentFact;
  /** First owner, or the end if there never was one. */
  firstOwnedAt?: string;
  /** For `unowned` only times without an owner after the first one; the time before depends on the verdict too. */
  marks: LostMarks;
  /** Marks that nothing can take back any more. */
  fixedMarks: (keyof LostMarks)[];
  /** Running, or broken and not yet kept. */
  openPromises: PromiseFact[];
}

export const noFacts: HandoffFacts = {
  version: 0,
  touches: [],
  countedTouches: 0,
  marks: {},
  fixedMarks: [],
  openPromises: [],
};

/** What one step adds beside the facts: rows of their own. */
export interface FactChanges {
  promise?: PromiseFact;
  assignment?: AssignmentFact;
  returned?: ReturnFact;
  outcomeId?: string;
}
