import type { LocalizedText } from '../language.ts';
import type { ContactMethod, SignalKind } from '../lead/lead.ts';
import type { Duration } from '../time/duration.ts';
import type { CountingMode, SpecialDay, WeeklyHours, WorkingInterval } from '../time/working-calendar.ts';
import { routingAttributes } from './routing-terms.ts';
import type { RoutingCondition, RoutingTerms } from './routing-terms.ts';

/** What a criterion does when its answer is unknown. With `ask` the lead passes as an MQL, and the rep must ask it. */
export const whenUnknownOptions = ['pass', 'fail', 'ask'] as const;
export type WhenUnknown = (typeof whenUnknownOptions)[number];

/** Attributes of a lead that a criterion can check. */
export const criterionAttributes = [...routingAttributes, 'companyDomain', 'flags', 'signal'] as const;
export type CriterionAttribute = (typeof criterionAttributes)[number];

/** A yes/no question about a lead. Yes if a value of the attribute is in `oneOf`, or if none is in `noneOf`. */
export interface Criterion {
  id: string;
  question: LocalizedText;
  attribute: CriterionAttribute;
  oneOf?: string[];
  noneOf?: string[];
  whenUnknown: WhenUnknown;
  /** With `ask`: ask only after one of these signals. Without one of them, unknown fails. */
  askOnlyAfter?: SignalKind[];
  /** With `ask`: the reason to return the lead with if the answer is no. */
  returnReason?: string;
}

/** The framework of the qualifying questions. The agreement must ask all questions of its set. */
export const frameworks = ['plain', 'bant', 'meddpicc', 'pace'] as const;
export type Framework = (typeof frameworks)[number];

export interface QualifyingQuestion {
  id: string;
  question: LocalizedText;
  /** Whether an SQL needs a yes to it. The other questions are asked and recorded. */
  required: boolean;
  /** If it is required: the reason to return the lead with after a no. */
  returnReason?: string;
}

/** The proof that a return must carry: a trace that a machine left, or a written statement. */
export const proofKinds = ['call-record', 'message', 'document', 'link', 'lead-id', 'note'] as const;
export type ProofKind = (typeof proofKinds)[number];
/** Kinds of proof that are the trace of a conversation. */
export const conversationProofKinds: readonly string[] = ['call-record', 'message'] satisfies ProofKind[];

/**
 * When sales can see a return reason: at `receipt`, so the return window limits it, or only in a `conversation`, so it
 * needs one, and can be given until the touches are due and for some time after the first conversation.
 */
export const returnReasonVisibilities = ['receipt', 'conversation'] as const;
export type ReturnReasonVisibility = (typeof returnReasonVisibilities)[number];

export const accountableParties = ['marketing', 'routing', 'sales', 'nobody'] as const;
export type AccountableParty = (typeof accountableParties)[number];

export interface ReturnReason {
  code: string;
  label: LocalizedText;
  /** Any one of these proves it. */
  proof: ProofKind[];
  visibleAt: ReturnReasonVisibility;
  /** Replaces the return window for this reason; counted the same way. */
  window?: Duration;
  countsAgainst: AccountableParty;
}

/** What happens to a return that marketing does not review in time. */
export const silenceOptions = ['escalate', 'accept'] as const;
export type SilenceOption = (typeof silenceOptions)[number];

/**
 * `transfer` to `touches` run from the start. `reply-to-lead` runs while a lead waits for a reply, `next-step` from an
 * agreed time, `activity` between touches of a lead that was reached. The others follow a return, a contest or an SQL.
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

/** Who is notified about a broken promise. `owner` is the person who owes it. */
export const notifyTargets = ['owner', 'team-lead', 'head', 'marketer', 'arbiter', 'ops'] as const;
export type NotifyTarget = (typeof notifyTargets)[number];

/** One step of a promise's ladder. */
export interface LadderStep {
  /** Time since the breach, counted like the promise; `PT0S` is the breach itself. */
  after: Duration;
  notify: NotifyTarget[];
}

export interface PromiseTerms {
  within: Duration;
  counted: CountingMode;
  /** Shares of the time, each between 0 and 1 and ascending, after which the person who owes the promise is reminded. */
  remindAtShares: number[];
  /** Ascending. A breach always opens a ticket as well. */
  ladder: LadderStep[];
}

/**
 * Whether an accepted lead without a first contact moves to another person once the promise is broken. `when-idle`: only
 * when its owner has made no touch on any lead for `idleAfter`.
 */
export const reassignmentOptions = ['when-idle', 'always', 'never'] as const;
export type ReassignmentOption = (typeof reassignmentOptions)[number];

export interface FirstContactTerms extends PromiseTerms {
  reassign: ReassignmentOption;
  /** With `when-idle`: how long the owner must have made no touch. It is checked as often, in working time. */
  idleAfter: Duration;
}

export type Promises = Record<Exclude<PromiseName, 'first-contact'>, PromiseTerms> & {
  'first-contact': FirstContactTerms;
};

/** Promises that differ for some leads. What the entry does not name stays as in `promises`. */
export interface PromiseRule {
  id: string;
  /** All given conditions must match. */
  when: RoutingCondition;
  promises: { [Name in PromiseName]?: Partial<Promises[Name]> };
}

/** The points of the score, which are at most 100 together. */
export interface ScoreTerms {
  /** For the strongest fresh signal. */
  signals: Record<SignalKind, number>;
  /** For each further fresh signal, and for all of them at most. */
  furtherSignal: number;
  furtherSignalsAtMost: number;
  /** Only signals received no longer than this before the latest one are fresh. */
  freshFor: Duration;
  /** For a profile that fits in every criterion; a part of it otherwise. */
  profile: number;
  reachableBy: Record<ContactMethod, number>;
}

/** When a source counts as silent, measured by its own history. */
export interface SilentSourceTerms {
  /** Older history says nothing about how the source behaves now. */
  history: Duration;
  /** With leads on fewer days there is no usual pace yet: a new form, a trial, three leads a year. */
  minimumDays: number;
  /** The share of waits that the usual wait covers: without the longest ones, one past outage does not hide the next. */
  usualShare: number;
  /** How many usual waits make a silence. */
  usualWaits: number;
  /** A shorter silence never counts, however busy the source is. In working time. */
  atLeast: Duration;
}

/** When a handoff is lost by process: the time after which each condition makes it lost, counted on working days. */
export interface LostTerms {
  /** Nobody tried to reach the lead: from when the first contact was due. */
  uncontacted: Duration;
  /** No touch since the touches promise broke. */
  'touches-missed': Duration;
  /** Neither a touch nor a dated next step, after a contact. */
  'no-activity': Duration;
  /** Nobody tried to reach the lead after its return was overturned: from the new assignment. */
  'overturned-uncontacted': Duration;
  /** No rep has the lead. */
  unowned: Duration;
}

/** Marketing's own obligations. Reports compare its results with them. */
export interface Obligations {
  leadsPerMonth: number;
  /** Shares between 0 and 1. */
  completeShare: number;
  sqlShare: number;
}

/** The cost of a channel in one month, in the agreement's currency. */
export interface ChannelCost {
  channel: string;
  /** `YYYY-MM`. */
  month: string;
  amount: number;
}

/** The contract between marketing and sales. Each lead and handoff keeps the version it was judged under. */
export interface Agreement {
  title: string;
  /** The sources that the agreement applies to. Without it, the agreement applies to every source that no other names. */
  sources?: string[];
  /** Default hours and holidays. A person's own hours, absences and cap belong to the person. */
  calendar: {
    /** IANA zone of the civil days, and of the hours for people without their own zone. */
    zone: string;
    hours: WeeklyHours;
    /** ISO 3166-1 alpha-2: the country whose public holidays are off. */
    holidayCountry?: string;
    /** Moved, shortened and company days. They override the country's holidays. */
    specialDays: SpecialDay[];
  };
  criteria: {
    /** Profile and interest. Each must be answered yes, or be unknown and not fail. */
    mql: Criterion[];
    /** One yes rejects the lead. */
    redFlags: (Criterion & { whenUnknown: Exclude<WhenUnknown, 'ask'> })[];
    framework: Framework;
    /** The rep asks the lead. */
    sql: QualifyingQuestion[];
  };
  promises: Promises;
  /** The first rule that a lead matches changes its promises. */
  promiseRules: PromiseRule[];
  touches: {
    minimum: number;
    maximum: number;
    /** Touches closer together than this count once. */
    countOnceWithin: Duration;
    /** On how many different days a lead must have been tried before it is unreachable. */
    minimumDays: number;
    /** On how many channels a lead must have been tried before it is unreachable. Fewer are enough if it has fewer. */
    minimumChannels: number;
    /** When each attempt is suggested: ascending times from the start of the `touches` promise, counted like it. */
    cadence: Duration[];
    /** When a lead may be called, in its own local time. */
    callingHours: WorkingInterval;
  };
  pauses: {
    /** The longest pause that a dated next step can make. */
    maximum: Duration;
  };
  /** How far ahead the date can be to which a lead is postponed. A nearer one is a next step. */
  postponement: { shortest: Duration; longest: Duration };
  returns: {
    window: {
      /** For reasons visible at receipt, from the first assignment; the closer's from theirs. */
      within: Duration;
      /** For reasons that only a conversation shows: at least this long after the first one. */
      afterConversation: Duration;
      counted: CountingMode;
    };
    reasons: ReturnReason[];
    onSilence: SilenceOption;
  };
  routing: RoutingTerms;
  score: ScoreTerms;
  /** How soon a quarantined message must be reviewed. Counted on working days. */
  quarantine: { reviewWithin: Duration };
  silentSources: SilentSourceTerms;
  lost: LostTerms;
  nurture: { reviewWithin: Duration };
  /** How long an SQL may have neither an outcome nor a dated next step. */
  outcomes: { dueWithin: Duration };
  obligations: Obligations;
  money: {
    averageCheck: number;
    currency: string;
    /** Share of the check that remains after the cost of goods, between 0 and 1. */
    margin: number;
    costs: ChannelCost[];
  };
  /** Local times in the agreement's zone. */
  reports: {
    /** How long a first contact takes, from request to touch, in the ranges of the report: their upper limits, ascending. */
    firstContactLimits: Duration[];
    dailyStatusAt: string;
    weeklySync: { day: keyof WeeklyHours; at: string };
  };
}

export interface PublishedAgreement {
  version: number;
  publishedAt: string;
  publishedBy: string;
  /** Why it was published. */
  comment?: string;
  /** The version that it was edited from. The differences from it are what this publication changed. */
  basedOnVersion?: number;
  /** The earlier version whose document it restores. */
  rolledBackToVersion?: number;
  draftId?: string;
  agreement: Agreement;
}

/** The newest version that names the source, or else the newest that names no sources. */
export function agreementFor(source: string, published: readonly PublishedAgreement[]): PublishedAgreement | undefined {
  const newestFirst = [...published].sort((a, b) => b.version - a.version);
  return (
    newestFirst.find(({ agreement }) => agreement.sources?.includes(source)) ??
    newestFirst.find(({ agreement }) => agreement.sources === undefined)
  );
}
