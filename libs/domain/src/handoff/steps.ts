import type { PromiseName } from '../agreement/agreement.ts';
import type { CriterionAnswer } from '../judging/answers.ts';
import type { ImportedHistory, LeadSnapshot } from '../lead/lead.ts';
import type { RoutingDecision } from '../routing/decision.ts';

/** The lead's clock never restarts; the owner's does at each new owner. */
export type Clock = 'lead' | 'owner';

export type DeclineReason = 'capacity' | 'conflict' | 'routing';
export type WhyAssigned = 'transfer' | 'declined' | 'not-accepted' | 'not-contacted' | 'reassigned';
export type TouchChannel = 'call' | 'email' | 'messenger' | 'sms' | 'meeting';
export type TouchOutcome = 'reached' | 'no-answer' | 'voicemail' | 'busy' | 'sent' | 'wrong-number';

/** A machine's trace is proof; a person's note alone is a claim. */
export const PROVING_EVIDENCE = ['call-record', 'message-id', 'recording', 'transcript'] as const;
export type EvidenceKind = (typeof PROVING_EVIDENCE)[number] | 'note';
export interface Evidence {
  kind: EvidenceKind;
  /** Where the trace is found: an id or an address in the telephone or mail system. */
  reference?: string;
}

export const isProof = ({ kind }: Evidence): boolean => PROVING_EVIDENCE.some((proving) => proving === kind);

export interface Proof {
  kind: string;
  reference?: string;
}

export interface QualifyingAnswer {
  question: string;
  answer: 'yes' | 'no';
  evidence: Evidence;
}

export const TICKET_KINDS = [
  'not-transferred',
  'not-opened',
  'not-accepted',
  'no-first-contact',
  'too-few-touches',
  'lead-unanswered',
  'next-step-missed',
  'no-activity',
  'return-not-reviewed',
  'arbitration-overdue',
  'sql-not-contacted',
  'returned-without-reason',
  'nobody-eligible',
] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export type Ending = 'sql' | 'returned' | 'unreachable' | 'imported';

export interface PromiseReference {
  promise: PromiseName;
  clock: Clock;
}

/** One thing that happened in a handoff. Each step is one line of its record and one event on `baton.handoffs.v1`. */
export type HandoffStep =
  | {
      type: 'started';
      /** Who or what brought the lead: a person's or an integration's id, a topic, or a file. */
      createdBy: string;
      lead: LeadSnapshot;
      answers: CriterionAnswer[];
      asked: string[];
      score: number;
      /** Receipt of the signal that made the lead an MQL. */
      signalReceivedAt: string;
      /** Without `days`: two. */
      touches: { minimum: number; maximum: number; days?: number };
    }
  | { type: 'imported'; lead: LeadSnapshot; history: ImportedHistory }
  | { type: 'promise-started'; promise: PromiseName; clock: Clock; dueAt: string; remindAt: string[]; ownerId?: string }
  | { type: 'transferred' }
  | {
      type: 'assigned';
      ownerId: string;
      teamId: string;
      why: WhyAssigned;
      previousOwnerId?: string;
      routing: RoutingDecision;
    }
  /** The pool is exhausted; an owner who merely broke a promise stays, so that the lead is never without one. */
  | {
      type: 'nobody-eligible';
      why: WhyAssigned;
      ownerStays: boolean;
      previousOwnerId?: string;
      routing: RoutingDecision;
    }
  | { type: 'opened' }
  | { type: 'accepted'; impliedByTouch: boolean }
  | { type: 'declined'; reason: DeclineReason }
  | {
      type: 'touched';
      channel: TouchChannel;
      direction: 'outbound' | 'inbound';
      outcome: TouchOutcome;
      reached: boolean;
      evidence: Evidence;
      proven: boolean;
      /** Its number among the counted touches; absent when it does not count. */
      countedAs?: number;
      /** The day it counts for, in the agreement's zone, `YYYY-MM-DD`; absent when it does not count. */
      day?: string;
      /** The rep's words, kept in intake. */
      textId?: string;
    }
  | { type: 'noted'; textId: string }
  | { type: 'promise-reminded'; promise: PromiseName; clock: Clock; share: number; skipped: boolean; ownerId?: string }
  | {
      type: 'promise-broken';
      promise: PromiseName;
      clock: Clock;
      dueAt: string;
      latenessMilliseconds: number;
      ownerId?: string;
    }
  | {
      type: 'promise-kept';
      promise: PromiseName;
      clock: Clock;
      late: boolean;
      /** As the agreement counts time, and on the wall clock. */
      countedMilliseconds: number;
      wallClockMilliseconds: number;
      ownerId?: string;
    }
  | { type: 'promise-released'; promise: PromiseName; clock: Clock; why: 'reassigned' | 'ended'; ownerId?: string }
  | { type: 'ticket-opened'; ticket: TicketKind; ownerId?: string }
  | { type: 'ticket-closed'; ticket: TicketKind }
  | { type: 'qualified'; answers: QualifyingAnswer[] }
  | {
      type: 'returned';
      reason: string;
      proof: Proof;
      textId?: string;
      byId: string;
      /** What the lead said to the qualifying questions before it was given back. */
      answers?: QualifyingAnswer[];
      /** Whether a qualifying question is recorded, and whether a machine's trace proves it. */
      qualification: 'proven' | 'claimed' | 'none';
      countsAgainst: string;
    }
  | { type: 'unreachable'; countedTouches: number; byItself: boolean }
  | { type: 'ended'; ending: Ending }
  | { type: 'outcome-recorded'; outcomeId: string; outcome: 'won' | 'lost' };

/** Who did it: a person, another system, or Baton's own clock. */
export interface Actor {
  kind: 'person' | 'integration' | 'clock' | 'system';
  id: string;
}

/** Why a step was taken. A cause that the record already holds is answered as done. */
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

/** A step as the record keeps it: at one version, with its moment, its actor and its cause. */
export interface RecordedStep {
  handoffId: string;
  version: number;
  /** When it holds, ISO 8601 in UTC: receipt for a command, the due moment for a breach. */
  at: string;
  /** When it was committed. */
  recordedAt: string;
  actor: Actor;
  cause: Cause;
  step: HandoffStep;
}
