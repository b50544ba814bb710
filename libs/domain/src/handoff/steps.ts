import type { PromiseName, NotifyTarget } from '../agreement/agreement.ts';
import type { CriterionAnswer } from '../judging/judgement.ts';
import type { ImportedHistory, LeadSnapshot, ContactMethod, SignalKind } from '../lead/lead.ts';
import { containsPhoneOrEmail } from '../lead/phone-or-email.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { Duration } from '../time/duration.ts';

/** The lead's clock never restarts; the owner's does at each new owner. */
export type Clock = 'lead' | 'owner';

export type DeclineReason = 'capacity' | 'conflict' | 'routing';
export const assignmentReasons = [
  'transfer',
  'declined',
  'not-accepted',
  'not-contacted',
  'reassigned',
  /** Who answered the lead's own call takes it. */
  'inbound-call',
  /** The arbiter gave the lead back to sales. */
  'overturned',
  'sql',
] as const;
export type AssignmentReason = (typeof assignmentReasons)[number];
export type TouchChannel = 'call' | 'email' | 'messenger' | 'sms' | 'meeting';
const phoneChannels: readonly TouchChannel[] = ['call', 'sms', 'messenger'];
/** Which address of the lead a channel uses. */
export const contactMethodOf = (channel: TouchChannel): ContactMethod =>
  phoneChannels.includes(channel) ? 'phone' : 'email';

export type TouchOutcome = 'reached' | 'no-answer' | 'voicemail' | 'busy' | 'sent' | 'wrong-number';

/** A machine's trace is proof, where it can be found; a person's note alone is a claim. */
export const traceEvidenceKinds = ['call-record', 'message-id', 'recording', 'transcript'] as const;
export type EvidenceKind = (typeof traceEvidenceKinds)[number] | 'note';
export interface Evidence {
  kind: EvidenceKind;
  /** Where the trace is found: an id or an address in the telephone or mail system. Only a note needs none. */
  reference?: string;
}

/** An id or a link travels in events, personal data do not: neither an address nor a number of a person is one. */
export const referenceRules = {
  pattern: /^(?!\+)[^\s@]+$/,
  maximumLength: 500,
  /** What to write, for whoever wrote something else. */
  hint:
    'the id or the link of the call, message or document in its own system, without spaces, phone number or e-mail ' +
    'address; an id that looks like a phone number needs letters right before it, such as call79123456789',
};

export const isReference = (text: string): boolean => referenceRules.pattern.test(text) && !containsPhoneOrEmail(text);

const isTrace = ({ kind }: Evidence): boolean => traceEvidenceKinds.some((proving) => proving === kind);

/** A trace that nobody can look at shows nothing. */
export const lacksReference = (evidence: Evidence): boolean => isTrace(evidence) && !evidence.reference;

export const isReferenced = (evidence: Evidence): boolean => isTrace(evidence) && !lacksReference(evidence);

export interface Proof {
  kind: string;
  reference?: string;
}

export interface QualifyingAnswer {
  question: string;
  answer: 'yes' | 'no';
  evidence: Evidence;
}

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
] as const;
export type TicketKind = (typeof ticketKinds)[number];

/** Tickets that belong to no handoff. */
export const serviceTicketKinds = ['delivery-failing', 'source-silent'] as const;
export type ServiceTicketKind = (typeof serviceTicketKinds)[number];

export const endings = ['sql', 'returned', 'unreachable', 'opted-out', 'imported'] as const;
export type Ending = (typeof endings)[number];

/** What becomes of a lead that sales gave back for good. */
export type ReturnDisposition = 'nurtured' | 'rejected';
export const faults = ['lead', 'routing', 'sales', 'nobody'] as const;
export type Fault = (typeof faults)[number];

/** Until when a return can be given for reasons with this window. */
export interface ReturnWindow {
  window: Duration;
  endsAt: string;
}

/** A rung of a ladder that is still to come. */
export interface Escalation {
  at: string;
  notify: NotifyTarget[];
}

export interface PromiseReference {
  promise: PromiseName;
  clock: Clock;
}

export type ReleaseReason = 'reassigned' | 'returned' | 'ended';

/** One thing that happened in a handoff. Each step is one line of its record and one event on `baton.handoffs.v1`. */
export type HandoffStep =
  | {
      type: 'started';
      /** Who or what brought the lead: a person's or an integration's id, a topic, or a file. */
      createdBy: string;
      lead: LeadSnapshot;
      answers: CriterionAnswer[];
      askedCriteria: string[];
      score: number;
      /** Receipt of the signal that made the lead an MQL. */
      signalReceivedAt: string;
      /** Without `days`: two. */
      touchLimits: { minimum: number; maximum: number; minimumDays?: number };
    }
  | { type: 'imported'; lead: LeadSnapshot; history: ImportedHistory }
  | {
      type: 'promise-started';
      promise: PromiseName;
      clock: Clock;
      /** When the clock begins; absent where it is the step's own moment. */
      startsAt?: string;
      dueAt: string;
      remindAt: string[];
      ownerId?: string;
    }
  /** A recorded pause moves a due moment, and nothing else does. */
  | {
      type: 'promise-rescheduled';
      promise: PromiseName;
      clock: Clock;
      dueAt: string;
      remindAt: string[];
      ownerId?: string;
    }
  | { type: 'transferred' }
  | {
      type: 'assigned';
      ownerId: string;
      teamId: string;
      reason: AssignmentReason;
      previousOwnerId?: string;
      routing: RoutingDecision;
      /** Where a new window for returns begins with it. */
      returnWindows?: ReturnWindow[];
      /** Where the lead comes to sales again: until when what only a conversation shows can be given back. */
      conversationWindowEndsAt?: string;
    }
  /** The pool is exhausted; an owner who merely broke a promise stays, so that the lead is never without one. */
  | {
      type: 'nobody-eligible';
      reason: AssignmentReason;
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
      referenced: boolean;
      /** When it was, where that is said to be earlier than its receipt. */
      madeAt?: string;
      /** Its number among the counted touches; absent when it does not count. */
      countedTouchNumber?: number;
      /** The day it counts for, in the agreement's zone, `YYYY-MM-DD`; absent when it does not count. */
      day?: string;
      /** The rep's words, kept in intake. */
      textId?: string;
    }
  /** A mistake is corrected by appending; what the touch kept is looked at again. */
  | { type: 'touch-voided'; touchVersion: number; reason: 'mistaken' | 'contact-corrected' }
  | { type: 'contact-corrected'; contactMethod: ContactMethod }
  | { type: 'lead-replied'; channel: TouchChannel; evidence: Evidence; referenced: boolean }
  /** The lead showed interest once more while its handoff is open. */
  | { type: 'signal-added'; signalId: string; signal: SignalKind }
  | { type: 'next-step-agreed'; nextStepAt: string; evidence: Evidence; referenced: boolean; textId?: string }
  | { type: 'opted-out'; evidence: Evidence; referenced: boolean }
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
      /** Whom the ladder tells at the breach itself, and later. */
      notified?: NotifyTarget[];
      escalations?: Escalation[];
      ownerId?: string;
    }
  | { type: 'escalated'; promise: PromiseName; clock: Clock; notified: NotifyTarget[]; ownerId?: string }
  /** Machine evidence shows that it was kept in time after all; the breach stays beside it. */
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
      /** As the agreement counts time, and on the wall clock. */
      countedMilliseconds: number;
      wallClockMilliseconds: number;
      ownerId?: string;
    }
  | { type: 'promise-released'; promise: PromiseName; clock: Clock; reason: ReleaseReason; ownerId?: string }
  /** Without an owner it is a role's, or a lead's that has none. */
  | { type: 'ticket-opened'; ticket: TicketKind; ownerId?: string }
  | { type: 'ticket-closed'; ticket: TicketKind }
  /** Asked and answered; which questions, by whom and when. */
  | { type: 'questions-answered'; answers: QualifyingAnswer[] }
  | { type: 'qualified'; answers: QualifyingAnswer[] }
  | {
      type: 'returned';
      reason: string;
      proof: Proof;
      textId?: string;
      returnedBy: string;
      /** What the lead said to the qualifying questions before it was given back. */
      answers?: QualifyingAnswer[];
      /** Whether a qualifying question is recorded, and whether a machine's trace proves it. */
      qualification: 'referenced' | 'claimed' | 'none';
      countsAgainst: string;
      /** Whether the closer gave it back, after it was an SQL. */
      afterSql?: boolean;
    }
  /** An outside CRM gave it back without a reason: it is held until the owner gives one. */
  | { type: 'return-held' }
  | { type: 'return-accepted'; disposition: ReturnDisposition; bySilence: boolean }
  | { type: 'return-contested'; textId?: string }
  | {
      type: 'dispute-decided';
      verdict: 'upheld' | 'overturned';
      fault: Fault;
      disposition?: ReturnDisposition;
      textId?: string;
    }
  | { type: 'sql-withdrawn' }
  | { type: 'unreachable'; countedTouches: number; automatic: boolean }
  | { type: 'ended'; ending: Ending }
  | { type: 'outcome-recorded'; outcomeId: string; outcome: 'won' | 'lost' };

/** Who did it: a person, another system, or Baton's own clock. */
export interface Actor {
  kind: 'person' | 'integration' | 'clock' | 'system';
  id: string;
}

/** The id of Baton itself, also where it commands as a person would: it hands on what somebody leaves behind. */
export const BATON = 'baton';

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
