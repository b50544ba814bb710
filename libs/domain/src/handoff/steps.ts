import type { NotifyTarget, PromiseName } from '../agreement/agreement.ts';
import { requestedTicketKinds } from '../attention.ts';
import type { ContactMethod, ImportedHistory, LeadSnapshot, SignalKind } from '../lead/lead.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { Duration } from '../time/duration.ts';
import type { RecordedAnswer, RecordedEvidence } from './evidence.ts';
import type { JudgedLead, ResumeCause } from './judged-lead.ts';
import type { LeadHolding } from './lead-account.ts';
import type { Clock, Escalation, ReleaseReason } from './promises.ts';
import type { ReturnedStep } from './returned-step.ts';
import type { TouchChannel, TouchDirection, TouchOutcome, VoidReason } from './touches.ts';

export const declineReasons = ['capacity', 'conflict', 'routing'] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** How a lead came to another team: by a decline, by its team lead, or by the review of a return. */
export const rerouteReasons = ['declined', 'team-lead', 'returned'] as const;
export type RerouteReason = (typeof rerouteReasons)[number];

export const assignmentReasons = [
  'transfer',
  'declined',
  'not-accepted',
  'not-contacted',
  'reassigned',
  /** The person who took the lead's own call becomes its owner. */
  'inbound-call',
  /** The arbiter overturned a return. */
  'overturned',
  'sql',
  /** The lead was passed to the team that it belongs to. */
  'rerouted',
  /** The owner's working interval ended before they accepted. */
  'day-ended',
] as const;
export type AssignmentReason = (typeof assignmentReasons)[number];

/**
 * Why the lead stays: the owner works before any other member of the pool, has touched some lead a moment ago, or nobody
 * has a free slot.
 */
export const ownerCheckResults = ['works-next', 'owner-active', 'no-free-slot'] as const;
export type OwnerCheckResult = (typeof ownerCheckResults)[number];

export const ticketKinds = [
  'not-transferred',
  'not-opened',
  'not-accepted',
  'no-first-contact',
  'too-few-touches',
  'no-reply-to-lead',
  'next-step-missed',
  'no-activity',
  'return-not-reviewed',
  'arbitration-overdue',
  'sql-not-contacted',
  'returned-without-reason',
  'nobody-eligible',
  /** Late leads of one queue share one ticket. */
  'late-in-queue',
] as const;
export type TicketKind = (typeof ticketKinds)[number];

/** Tickets that no step of a handoff opens. */
export const serviceTicketKinds = [
  'delivery-failing',
  'source-silent',
  'workflow-stuck',
  'result-owed',
  'refund-refused',
  ...requestedTicketKinds,
] as const;
export type ServiceTicketKind = (typeof serviceTicketKinds)[number];

export const endings = [
  'sql',
  'returned',
  'unreachable',
  'opted-out',
  /** The lead comes back on the date that it asked for, in its next handoff. */
  'postponed',
  'erased',
  'imported',
] as const;
export type Ending = (typeof endings)[number];

/** Where a lead goes when its return is final. A good lead that was misrouted goes to the right team. */
export const returnDispositions = ['nurtured', 'rejected', 'rerouted'] as const;
export type ReturnDisposition = (typeof returnDispositions)[number];

export const disputeVerdicts = ['upheld', 'overturned'] as const;
export type DisputeVerdict = (typeof disputeVerdicts)[number];

export const faults = ['lead', 'routing', 'sales', 'nobody'] as const;
export type Fault = (typeof faults)[number];

/** A won deal can be refunded later, in part or in several parts. */
export const outcomes = ['won', 'lost', 'refunded'] as const;
export type Outcome = (typeof outcomes)[number];

/** What the agreement demands of the touches of one lead. */
export interface TouchLimits {
  minimum: number;
  maximum: number;
  minimumDays: number;
  /** Of the channels by which the lead can be reached. Absent in older records, which demand two. */
  minimumChannels?: number;
  /** Of touches within this time of each other, one counts. */
  countOnceWithin: Duration;
}

/** When the window for returns with this duration closes. */
export interface ReturnWindow {
  window: Duration;
  endsAt: string;
}

/** One thing that happened in a handoff. Each step is one line of its record and one event on `baton.handoffs.v1`. */
export type HandoffStep =
  | (JudgedLead & {
      type: 'started';
      touchLimits: TouchLimits;
    })
  | { type: 'imported'; lead: LeadSnapshot; history: ImportedHistory }
  | {
      type: 'promise-started';
      promise: PromiseName;
      clock: Clock;
      /** When the clock starts, if not at the step itself. */
      startsAt?: string;
      dueAt: string;
      remindAt: string[];
      ownerId?: string;
    }
  /** A recorded pause moved the due time. */
  | {
      type: 'promise-rescheduled';
      promise: PromiseName;
      clock: Clock;
      dueAt: string;
      remindAt: string[];
      ownerId?: string;
    }
  /** Sales has the lead: a team answers for it. `pool` is the people whose working time the lead's clock counts. */
  | { type: 'transferred'; teamId: string; pool: string[] }
  | {
      type: 'assigned';
      ownerId: string;
      teamId: string;
      reason: AssignmentReason;
      previousOwnerId?: string;
      routing: RoutingDecision;
      /** When the owner's working interval ends. A lead not accepted by then returns to the queue if somebody works sooner. */
      ownerCheckAt?: string;
      /** Present when the assignment opens new return windows. */
      returnWindows?: ReturnWindow[];
      /** Present after an overturned return: when the window for reasons that only a conversation shows closes. */
      conversationWindowEndsAt?: string;
    }
  /** The lead waits in the team queue, because nobody in the pool is at work or has a free slot. */
  | {
      type: 'queued';
      teamId: string;
      reason: AssignmentReason;
      previousOwnerId?: string;
      routing: RoutingDecision;
    }
  /** The lead could have left its owner, and stays. */
  | { type: 'owner-checked'; result: OwnerCheckResult; checkAgainAt?: string }
  /** The lead was passed to another team, which keeps it whatever the rules say. */
  | { type: 'rerouted'; teamId: string; previousTeamId?: string; reason: RerouteReason }
  | { type: 'opened' }
  | { type: 'accepted'; impliedByTouch: boolean }
  | { type: 'declined'; reason: DeclineReason }
  | {
      type: 'touched';
      channel: TouchChannel;
      direction: TouchDirection;
      outcome: TouchOutcome;
      reached: boolean;
      evidence: RecordedEvidence;
      /** When the touch was made, if an earlier time than its receipt is reported. */
      madeAt?: string;
      /** When it was made if it is verified, otherwise its receipt; absent for a touch that never counts. */
      countedAt?: string;
      /** The day of `countedAt` in the agreement's zone, `YYYY-MM-DD`. */
      day?: string;
      /** How many touches count with this one; absent when it adds none, because others are too close. */
      countedTouchNumber?: number;
      /** Present when it reached the lead: until then its owner can return it for what the conversation showed. */
      conversationWindowEndsAt?: string;
      /** The rep's note, stored in intake. */
      textId?: string;
    }
  | { type: 'touch-voided'; touchVersion: number; reason: VoidReason }
  /** `zones` are the time zones that the lead could be in from then on; an empty list if they are not known. */
  | { type: 'contact-corrected'; contactMethod: ContactMethod; zones?: string[] }
  | { type: 'lead-replied'; channel: TouchChannel; evidence: RecordedEvidence }
  /** A connected system reported an automatic message. It is neither a touch nor a reply, and starts and ends nothing. */
  | {
      type: 'engagement-added';
      channel: TouchChannel;
      /** `inbound` is an automatic answer to the company. */
      direction: TouchDirection;
      evidence: RecordedEvidence;
      /** When the message was sent, if an earlier time than its receipt is reported. */
      madeAt?: string;
      textId?: string;
    }
  /** The lead showed interest again while its handoff is open. */
  | {
      type: 'signal-added';
      signalId: string;
      signal: SignalKind;
      /** The lead asks for contact before the agreed next step, which is therefore off. */
      endsPause?: true;
    }
  | { type: 'next-step-agreed'; nextStepAt: string; evidence: RecordedEvidence; textId?: string }
  | { type: 'opted-out'; evidence: RecordedEvidence }
  /** The lead asked to be contacted later. It comes back to `ownerId` at `comesBackAt`, their first working moment from then on. */
  | {
      type: 'postponed';
      until: string;
      comesBackAt: string;
      ownerId: string;
      evidence: RecordedEvidence;
      textId?: string;
    }
  /** The date has come and nothing replaced the postponement, so the lead's next handoff begins. */
  | { type: 'postponement-ended' }
  /** The next handoff of a postponed lead has begun. */
  | { type: 'resumed'; handoffId: string; handoffNumber: number; cause: ResumeCause }
  | { type: 'note-added'; textId: string }
  | {
      type: 'promise-reminder-due';
      promise: PromiseName;
      clock: Clock;
      share: number;
      skipped: boolean;
      ownerId?: string;
    }
  | {
      type: 'promise-broken';
      promise: PromiseName;
      clock: Clock;
      dueAt: string;
      latenessMilliseconds: number;
      /** Notified at the breach; `escalations` are still to come. */
      notified?: NotifyTarget[];
      escalations?: Escalation[];
      ownerId?: string;
      /** Who held the lead until then; on the lead's clock of the first contact, which names nobody alone. */
      account?: LeadHolding[];
    }
  | { type: 'escalated'; promise: PromiseName; clock: Clock; notified: NotifyTarget[]; ownerId?: string }
  /** Referenced evidence shows that the promise was kept in time. The recorded breach remains. */
  | {
      type: 'breach-corrected';
      promise: PromiseName;
      clock: Clock;
      dueAt: string;
      touchMadeAt: string;
      ownerId?: string;
    }
  | {
      type: 'promise-kept';
      promise: PromiseName;
      clock: Clock;
      late: boolean;
      /** Time taken as the agreement counts it; the other field is wall-clock time. */
      countedMilliseconds: number;
      wallClockMilliseconds: number;
      ownerId?: string;
      /** Who held the lead from the request to the first contact; on the lead's clock of the first contact. */
      account?: LeadHolding[];
    }
  | { type: 'promise-released'; promise: PromiseName; clock: Clock; reason: ReleaseReason; ownerId?: string }
  /** Without `ownerId` the ticket belongs to a role. */
  | { type: 'ticket-opened'; ticket: TicketKind; ownerId?: string }
  | { type: 'ticket-closed'; ticket: TicketKind }
  | { type: 'questions-answered'; answers: RecordedAnswer[] }
  | { type: 'qualified'; answers: RecordedAnswer[] }
  | ReturnedStep
  /** An outside CRM returned the lead without a reason. The return is held until the owner gives one. */
  | { type: 'return-held' }
  | { type: 'return-accepted'; disposition: ReturnDisposition; bySilence: boolean }
  | { type: 'return-contested'; textId?: string }
  | {
      type: 'dispute-decided';
      verdict: DisputeVerdict;
      fault: Fault;
      disposition?: ReturnDisposition;
      textId?: string;
    }
  | { type: 'sql-withdrawn' }
  | { type: 'unreachable'; countedTouches: number; automatic: boolean }
  | { type: 'ended'; ending: Ending }
  | { type: 'outcome-recorded'; outcomeId: string; outcome: Outcome };

export type StepOf<Type extends HandoffStep['type']> = HandoffStep & { type: Type };
