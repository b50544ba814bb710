import type { PromiseName } from '../agreement/agreement.ts';
import type { Clock, Ending } from '../handoff/steps.ts';
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
  releasedWhy?: 'reassigned' | 'ended';
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
  firstTouchAt?: string;
  reachedAt?: string;
  lastTouchAt?: string;
  countedTouches: number;
  sqlAt?: string;
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
