import type { LeadSnapshot, SignalKind } from '../lead/lead.ts';
import type { Duration } from '../time/duration.ts';
import type { CountingMode, SpecialDay, WeeklyHours, WorkingInterval } from '../time/working-calendar.ts';
import type { RoutingTerms } from './routing-terms.ts';

export type Language = 'en' | 'ru';
export type LocalizedText = Record<Language, string>;

/** What a criterion does when its answer is unknown: `ask` lets the lead pass as MQL, and the rep must answer it. */
export type WhenUnknown = 'pass' | 'fail' | 'ask';

/** Attributes a criterion may look at. */
export type CriterionAttribute =
  Exclude<keyof LeadSnapshot, 'signals' | 'reachableBy' | 'consent' | 'employees'> | 'signal';

/** One binary question about a lead: yes when one of the attribute's values is in `oneOf` (or, with `noneOf`, when none is). */
export interface Criterion {
  id: string;
  question: LocalizedText;
  attribute: CriterionAttribute;
  oneOf?: string[];
  noneOf?: string[];
  whenUnknown: WhenUnknown;
  /** With `ask`: only after one of these signals; without them unknown fails. */
  askOnlyAfter?: SignalKind[];
}

/** How the questions of an SQL are grouped; which questions there are is the agreement's own matter. */
export const frameworks = ['plain', 'bant', 'meddpicc', 'pace'] as const;
export type Framework = (typeof frameworks)[number];

export interface QualifyingQuestion {
  id: string;
  question: LocalizedText;
  /** Whether an SQL needs a yes to it; the others are asked and recorded. */
  required: boolean;
}

/** What must stand beside a return: a machine's trace, or a person's word put in writing. */
export type ProofKind = 'call-record' | 'message' | 'document' | 'link' | 'lead-id' | 'note';

export interface ReturnReason {
  code: string;
  label: LocalizedText;
  /** Any one of these proves it. */
  proof: ProofKind[];
  /** `receipt`: visible at once, so limited by the return window; `conversation`: until the touches end. */
  visibleAt: 'receipt' | 'conversation';
  /** Its own window instead, counted like the return window. */
  window?: Duration;
  countsAgainst: 'marketing' | 'routing' | 'sales' | 'nobody';
}

/**
 * `transfer` to `touches` run from the beginning; `reply-to-lead` while a lead waits for a reply; `next-step` from a dated
 * next step; `activity` between touches of a lead that was reached; the rest after a return, a contest or an SQL.
 */
export const promiseNames = [
  'transfer',
  'acceptance',
  'first-contact',
  'touches',
  'reply-to-lead',
  'next-step',
  'activity',
  'return-review',
  'arbitration',
  'sql-contact',
] as const;
export type PromiseName = (typeof promiseNames)[number];

/** Whom a broken promise is told to; `owner` is whoever owes it. */
export const notifyTargets = ['owner', 'team-lead', 'head', 'marketer', 'arbiter', 'ops'] as const;
export type NotifyTarget = (typeof notifyTargets)[number];

/** One rung of a promise's ladder. */
export interface LadderStep {
  /** Counted from the breach, in the promise's own way; `PT0S` at the breach itself. */
  after: Duration;
  notify: NotifyTarget[];
}

export interface PromiseTerms {
  within: Duration;
  counted: CountingMode;
  /** Shares of the time after which whoever owes it is reminded, ascending, each between 0 and 1. */
  remindAtShares: number[];
  /** Ascending; a ticket is opened at the breach in any case. */
  ladder: LadderStep[];
}

/** Marketing's own obligations, which the reports hold its figures against. */
export interface Obligations {
  leadsPerMonth: number;
  /** Shares between 0 and 1. */
  completeShare: number;
  sqlShare: number;
}

/** What a channel cost in one month, in the agreement's currency. */
export interface ChannelCost {
  channel: string;
  /** `YYYY-MM`. */
  month: string;
  amount: number;
}

/** The contract between marketing and sales. Every lead and handoff names the version it was judged under, and keeps it. */
export interface Agreement {
  title: string;
  /** Limits the agreement to these sources; without it, it holds for every source that no other agreement names. */
  sources?: string[];
  /** Default hours and holidays; hours of their own, absences and caps belong to the person. */
  calendar: {
    /** IANA zone; days are told apart in it, and hours hold in it for whoever has no zone of their own. */
    zone: string;
    hours: WeeklyHours;
    /** ISO 3166-1 alpha-2: public holidays of this country are off, before `days` is looked at. */
    holidayCountry?: string;
    /** Moved, shortened and company days; they win over the country's holidays. */
    specialDays: SpecialDay[];
  };
  criteria: {
    /** The ideal customer profile and the interest: each must be answered yes (or be unknown and not fail). */
    mql: Criterion[];
    /** One yes rejects the lead. */
    redFlags: (Criterion & { whenUnknown: 'pass' | 'fail' })[];
    framework: Framework;
    /** Asked of the lead by the rep. */
    sql: QualifyingQuestion[];
  };
  promises: Record<PromiseName, PromiseTerms>;
  touches: {
    minimum: number;
    maximum: number;
    /** Touches closer together than this count once. */
    countOnceWithin: Duration;
    /** On how many different days an unreachable lead must have been tried. */
    minimumDays: number;
    /** When each attempt is suggested, counted from the transfer as the promise `touches` counts; ascending. */
    cadence: Duration[];
    /** When a lead may be called, in the lead's own local time. */
    callingHours: WorkingInterval;
  };
  pauses: {
    /** The longest pause that a dated next step can make. */
    maximum: Duration;
  };
  returns: {
    /** For facts visible at receipt, from the transfer (the closer's: from the SQL). */
    window: { within: Duration; counted: CountingMode };
    reasons: ReturnReason[];
    /** What marketing's silence about a return means once the review is overdue. */
    onSilence: 'escalate' | 'accept';
  };
  routing: RoutingTerms;
  nurture: { reviewWithin: Duration };
  obligations: Obligations;
  money: {
    averageCheck: number;
    currency: string;
    /** Share of the check that is left after the cost of the goods, between 0 and 1. */
    margin: number;
    costs: ChannelCost[];
  };
  /** Local times of the agreement's zone. */
  reports: { dailyStatusAt: string; weeklySync: { day: keyof WeeklyHours; at: string } };
}

export interface PublishedAgreement {
  version: number;
  publishedAt: string;
  publishedBy: string;
  /** Why it was published. */
  comment?: string;
  /** The version that it was made from: what differs from it is what this publication changed. */
  basedOnVersion?: number;
  /** The earlier version whose document it brings back. */
  rolledBackToVersion?: number;
  draftId?: string;
  agreement: Agreement;
}

/** The newest version that names the source, else the newest that names none. */
export function agreementFor(source: string, published: readonly PublishedAgreement[]): PublishedAgreement | undefined {
  const newestFirst = [...published].sort((a, b) => b.version - a.version);
  return (
    newestFirst.find(({ agreement }) => agreement.sources?.includes(source)) ??
    newestFirst.find(({ agreement }) => agreement.sources === undefined)
  );
}
