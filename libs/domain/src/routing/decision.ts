import type { Exclusion, MemberSnapshot } from './member.ts';
import type { TriedRule, RoutingTarget } from './rules.ts';

/** How somebody comes to own a company. */
export const knownByReasons = ['open-handoff', 'open-deal', 'account'] as const;
export type KnownBy = (typeof knownByReasons)[number];

/** Who owns an open handoff, an open deal or the account of the lead's company. */
export interface KnownOwner {
  personId: string;
  knownBy: KnownBy;
}

/** `starts-soonest`: nobody is at work. */
export const choiceReasons = ['known-owner', 'known-owner-deputy', 'at-work', 'starts-soonest'] as const;
export type ChoiceReason = (typeof choiceReasons)[number];

/** `queue-first`: there is a place, and leads that go first wait for it. */
export const noChoiceReasons = ['nobody-eligible', 'queue-first'] as const;
export type NoChoiceReason = (typeof noChoiceReasons)[number];

/** What a choice rests on; with ids alone, calendars worked out and conditions tried. */
export interface RoutingFacts {
  at: string;
  /** One working day from then: whoever begins no earlier is away. */
  startsBefore: string;
  /** In their order, up to the one that matched; where none did, the lead goes to the first team. */
  triedRules: TriedRule[];
  target: RoutingTarget;
  /** Absent also where the agreement does not want one owner for a company. */
  knownOwner?: KnownOwner;
  /** The team, and whoever else was considered. */
  pool: MemberSnapshot[];
  /** How many leads that go first wait for the same people. */
  queuedAhead: number;
}

/** A choice by the agreement's rules, with all that it rests on: "why this rep" has an answer and can be computed again. */
export interface RuleBasedDecision extends RoutingFacts {
  basis: 'agreement';
  /** The chosen one's; where nobody is, the team that the rule wants. */
  teamId: string;
  /** Everybody of that team who could not be chosen. */
  exclusions: Exclusion[];
  /** The known owner and their deputies, as far as they could not be chosen. */
  knownOwnerExclusions: Exclusion[];
  chosen?: string;
  reason?: ChoiceReason;
  /** When the chosen one's day begins, if they are not at work. */
  startsAt?: string;
  noChoiceReason?: NoChoiceReason;
  /** When somebody becomes eligible by the clock alone, where that is known. */
  nextEligibleAt?: string;
}

/** No choice of the router: a team lead's own, the deputy of whoever went away, who answered the lead's call, the closer. */
export interface DirectDecision {
  basis: 'team-lead' | 'deputy' | 'inbound-call' | 'closer';
  teamId: string;
  chosen: string;
  pool: never[];
  exclusions: never[];
  nextEligibleAt?: never;
}

export type RoutingDecision = RuleBasedDecision | DirectDecision;

export function directDecision(basis: DirectDecision['basis'], teamId: string, personId: string): DirectDecision {
  return { basis, teamId, chosen: personId, pool: [], exclusions: [] };
}
