import type { Duration } from '../time/duration.ts';
import type { LeadSnapshot, SignalKind } from '../lead/lead.ts';

export type Language = 'en' | 'ru';
export type Text = Record<Language, string>;

/** What a criterion does when its answer is unknown: `ask` lets the lead pass as MQL, and the rep must answer it. */
export type WhenUnknown = 'pass' | 'fail' | 'ask';

/** Attributes a criterion may look at. */
export type CriterionAttribute =
  Exclude<keyof LeadSnapshot, 'signals' | 'reachableBy' | 'consent' | 'employees'> | 'signal';

/** One binary question about a lead: yes when one of the attribute's values is in `oneOf` (or, with `noneOf`, when none is). */
export interface Criterion {
  id: string;
  question: Text;
  attribute: CriterionAttribute;
  oneOf?: string[];
  noneOf?: string[];
  whenUnknown: WhenUnknown;
  /** With `ask`: only after one of these signals; without them unknown fails. */
  askOnlyAfter?: SignalKind[];
}

export interface QualifyingQuestion {
  id: string;
  question: Text;
}

/** What must stand beside a return: a machine's trace, or a person's word put in writing. */
export type ProofKind = 'call-record' | 'message' | 'document' | 'link' | 'lead-id' | 'note';

export interface ReturnReason {
  code: string;
  label: Text;
  /** Any one of these proves it. */
  proof: ProofKind[];
  /** `receipt`: visible at once, so limited by the return window; `conversation`: until the touches end. */
  visible: 'receipt' | 'conversation';
  countsAgainst: 'marketing' | 'routing' | 'sales' | 'nobody';
}

export const PROMISE_NAMES = ['transfer', 'acceptance', 'first-contact', 'touches'] as const;
export type PromiseName = (typeof PROMISE_NAMES)[number];

export interface PromiseTerms {
  within: Duration;
  /** Shares of the time after which the owner is reminded, ascending, each between 0 and 1. */
  remindAt: number[];
}

/** The contract between marketing and sales. Every lead and handoff names the version it was judged under, and keeps it. */
export interface Agreement {
  title: string;
  /** Limits the agreement to these sources; without it, it holds for every source that no other agreement names. */
  sources?: string[];
  criteria: {
    /** The ideal customer profile and the interest: each must be answered yes (or be unknown and not fail). */
    mql: Criterion[];
    /** One yes rejects the lead. */
    redFlags: (Criterion & { whenUnknown: 'pass' | 'fail' })[];
    /** All must be confirmed by the rep. */
    sql: QualifyingQuestion[];
  };
  promises: Record<PromiseName, PromiseTerms>;
  touches: {
    minimum: number;
    maximum: number;
    /** Touches closer together than this count once. */
    countOnceWithin: Duration;
    /** On how many different days an unreachable lead must have been tried. */
    days: number;
  };
  returns: { window: Duration; reasons: ReturnReason[] };
  nurture: { reviewWithin: Duration };
  money: { averageCheck: number; currency: string };
  /** The zone in which days are told apart. */
  zone: string;
}

export interface PublishedAgreement {
  version: number;
  publishedAt: string;
  publishedBy: string;
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
