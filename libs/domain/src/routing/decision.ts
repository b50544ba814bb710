import type { Exclusion, MemberSnapshot } from './member.ts';
import type { RoutingTarget, TriedRule } from './rules.ts';

/** How a person owns a company, or this lead: they postponed it. */
export const knownByReasons = ['postponed', 'open-handoff', 'sql', 'open-deal', 'account'] as const;
export type KnownBy = (typeof knownByReasons)[number];

/** The owner who postponed the lead, or of an open handoff, an SQL without an outcome, an open deal or the account of the lead's company. */
export interface KnownOwner {
  personId: string;
  knownBy: KnownBy;
}

/**
 * `next-turn`: every member at work had a free slot, so the round decided. `longest-without-lead`: of those with a free
 * slot, the one who was given a lead longest ago.
 */
export const choiceReasons = [
  'known-owner',
  'known-owner-deputy',
  'only-one-free',
  'next-turn',
  'longest-without-lead',
] as const;
export type ChoiceReason = (typeof choiceReasons)[number];

/**
 * Why the lead waits in the team queue. `nobody-eligible`: no member of the pool who may take it works within one working
 * day. `queue-first`: leads that wait for the same people go first.
 */
export const noChoiceReasons = ['nobody-eligible', 'nobody-at-work', 'no-free-slot', 'queue-first'] as const;
export type NoChoiceReason = (typeof noChoiceReasons)[number];

/** What a choice is based on. It holds only ids, working times already computed and conditions already checked. */
export interface RoutingFacts {
  at: string;
  /** One working day later. A member who starts then or later is away. */
  startsBefore: string;
  /** When the lead's first contact is due. A known owner must be at work before. */
  contactDueAt?: string;
  /** How many leads may wait for one person's first touch. Closers have no slots. */
  slots?: number;
  /** In order, up to the rule that matched. If none matched, the lead goes to the first team. */
  triedRules: TriedRule[];
  target: RoutingTarget;
  /** Also absent when the agreement does not ask for one owner per company. */
  knownOwner?: KnownOwner;
  /** The target team, the known owner and the known owner's deputies. */
  pool: MemberSnapshot[];
  /** Leads ahead in the queue that wait for the same people. */
  queuedAhead: number;
}

/** A choice by the agreement's rules, with everything it is based on. It explains "why this rep" and can be recomputed. */
export interface RuleBasedDecision extends RoutingFacts {
  basis: 'agreement';
  /** The chosen member's team; without a choice, the target team. */
  teamId: string;
  /** Members of the target team who could not be chosen. */
  exclusions: Exclusion[];
  /** The known owner and their deputies, if they could not be chosen. */
  knownOwnerExclusions: Exclusion[];
  chosen?: string;
  reason?: ChoiceReason;
  /** When the chosen member starts to work, if they are not at work. Only a known owner is chosen then. */
  startsAt?: string;
  noChoiceReason?: NoChoiceReason;
}

/** Whether the lead waits although no member of the pool who may take it works within one working day. */
export const hasNobodyEligible = (decision: RoutingDecision | undefined): boolean =>
  decision?.basis === 'agreement' && decision.noChoiceReason === 'nobody-eligible';

/** The router was not asked: a team lead named the person, a deputy stepped in, or someone took the lead's call. */
export const directDecisionBases = ['team-lead', 'deputy', 'inbound-call', 'closer'] as const;
export type DirectDecisionBasis = (typeof directDecisionBases)[number];

export interface DirectDecision {
  basis: DirectDecisionBasis;
  teamId: string;
  chosen: string;
  pool: never[];
  exclusions: never[];
}

export type RoutingDecision = RuleBasedDecision | DirectDecision;

export function directDecision(basis: DirectDecisionBasis, teamId: string, personId: string): DirectDecision {
  return { basis, teamId, chosen: personId, pool: [], exclusions: [] };
}
