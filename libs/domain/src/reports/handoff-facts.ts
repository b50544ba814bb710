import type { PromiseName } from '../agreement/agreement.ts';
import type { EvidenceLevel, Qualification } from '../handoff/evidence.ts';
import type { Clock, ReleaseReason } from '../handoff/promises.ts';
import type { LeadHolding } from '../handoff/lead-account.ts';
import type { DisputeVerdict, Ending, Fault } from '../handoff/steps.ts';
import type { LostCause, LostMarks } from './lost-causes.ts';

/** The attributes of a lead by which reports group. */
export interface LeadFacts {
  source: string;
  channel?: string;
  campaign?: string;
  segment?: string;
}

/** One run of one clock. Each restart is a separate run. */
export interface PromiseFact {
  /** The version of the step that started it. */
  version: number;
  /** When that step was recorded. The clock can start later, or earlier if the promise was reopened. */
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
  /** The level of the evidence of the touch that kept it; absent when no touch did. */
  evidence?: EvidenceLevel;
  countedMilliseconds?: number;
  wallClockMilliseconds?: number;
  /** Who held the lead until the breach, and until the touch that kept the promise; on the lead's clock of first contact. */
  accountAtBreach?: LeadHolding[];
  accountAtTouch?: LeadHolding[];
  releasedAt?: string;
  releaseReason?: ReleaseReason;
  /** When the first escalation after the breach was sent. */
  escalatedAt?: string;
  /** When referenced evidence showed that it was kept in time. The breach remains. */
  correctedAt?: string;
  /** When another run replaced this one: a new date was agreed, or the touch that kept it was voided. */
  replacedAt?: string;
}

/** The owner of the lead since `at`; without `ownerId` it had none. */
export interface AssignmentFact {
  version: number;
  at: string;
  ownerId?: string;
  teamId?: string;
  /** Whether it was an SQL by then. A closer inherits nothing that the rep did. */
  isSql: boolean;
  knownAt: string;
  /** When the lead left this owner. */
  endedAt?: string;
  /** When another rep got the lead. A closer gets an SQL, which still counts for the rep. */
  creditedUntilAt?: string;
}

/** The lead was an SQL since `at`. After a withdrawal the team that it is rerouted to can qualify it again. */
export interface SqlFact {
  version: number;
  at: string;
  knownAt: string;
  withdrawnAt?: string;
}

export interface ReturnFact {
  version: number;
  at: string;
  reason: string;
  returnedBy: string;
  qualification: Qualification;
  /** The level of its proof. */
  proof: EvidenceLevel;
  countsAgainst: string;
  /** Marketing's acceptance counts as upheld, and names no fault. */
  decided?: { at: string; verdict: DisputeVerdict; fault?: Fault };
}

export interface TouchFact {
  version: number;
  at: string;
  knownAt: string;
  reached: boolean;
  evidence: EvidenceLevel;
  /** The moment that it counts for; absent when it never counts. */
  countedAt?: string;
  /** Until then the touch counted. */
  voidedAt?: string;
}

/** A return without a reason, until one is given or the handoff ends. */
export interface HeldReturnFact {
  version: number;
  at: string;
  until?: string;
}

/**
 * The fold of one handoff's record for reports. Plain data, so that it can be stored and continued. A step can be recorded
 * after it took effect. Where reports show or count from a moment, it is when the step took effect, and `knownAt` says
 * since when it is in the record. Every other moment is when its step was recorded, so that a report of an earlier moment
 * does not change.
 */
export interface HandoffFacts {
  version: number;
  /** When the first step was recorded. */
  knownAt?: string;
  /** When the last step was recorded. */
  latestAt?: string;
  lead?: LeadFacts;
  importedDay?: string;
  startedAt?: string;
  signalReceivedAt?: string;
  touchMinimum?: number;
  touchesCountOnceWithin?: string;
  transferredAt?: string;
  transferKnownAt?: string;
  acceptedAt?: string;
  firstContactDueAt?: string;
  /** When the touches promise broke; undefined once it is owed again. */
  touchesBrokenAt?: string | undefined;
  /** Touches that were not voided. */
  touches: TouchFact[];
  firstTouchAt?: string | undefined;
  leadRepliedAt?: string;
  reachedAt?: string | undefined;
  lastTouchAt?: string | undefined;
  countedTouches: number;
  /** The last agreed next step. */
  nextStepAt?: string | undefined;
  /** The last time that it became an SQL. */
  sql?: SqlFact;
  openReturn?: ReturnFact | undefined;
  heldReturn?: HeldReturnFact | undefined;
  /** Whether the lead was returned and sales does not have it again. */
  isReturned?: boolean;
  /** The transfer after an overturned return. */
  retransfer?: { version: number; at: string };
  endedAt?: string;
  ending?: Ending;
  /** When the next handoff of the postponed lead replaced this one. */
  resumedAt?: string;
  assignment?: AssignmentFact;
  /** The assignment that the lead counts for: the last one while it was not an SQL. */
  creditedAssignment?: AssignmentFact;
  /** When the first owner got the lead; when it ended, if it never had one. */
  firstOwnedAt?: string;
  /** `unowned` covers only times after the first owner; the time before also depends on the verdict. */
  marks: LostMarks;
  /** Marks that no later step can remove. */
  finalMarks: LostCause[];
  /** Running promises, and broken ones not yet kept. */
  openPromises: PromiseFact[];
  /** Promises kept by touches. Voiding the touch reopens them. */
  keptByTouch: PromiseFact[];
  /** Broken promises that no longer run. Evidence can still show that they were kept in time. */
  closedBreaches: PromiseFact[];
}

export const emptyFacts: HandoffFacts = {
  version: 0,
  touches: [],
  countedTouches: 0,
  marks: {},
  finalMarks: [],
  openPromises: [],
  keptByTouch: [],
  closedBreaches: [],
};

/** When a step took effect, and when it was recorded. */
export interface KnownStep {
  at: string;
  knownAt: string;
}

/** The rows that one step adds or changes. */
export interface FactChanges {
  promises?: PromiseFact[];
  touch?: TouchFact;
  heldReturn?: HeldReturnFact;
  assignments?: AssignmentFact[];
  sql?: SqlFact;
  returned?: ReturnFact;
  outcome?: { outcomeId: string; knownAt: string };
}

/** The effect of one step. */
export interface Effect {
  facts: Partial<HandoffFacts>;
  changes?: FactChanges;
}
