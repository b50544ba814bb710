import type { LeftOut, SeenMember } from './member.ts';
import type { TriedRule, Wanted } from './rules.ts';

/** How somebody comes to own a company. */
export const knownByReasons = ['open-handoff', 'open-deal', 'account'] as const;
export type KnownBy = (typeof knownByReasons)[number];

/** Who owns an open handoff, an open deal or the account of the lead's company. */
export interface KnownOwner {
  personId: string;
  because: KnownBy;
}

/** `begins-soonest`: nobody is at work. */
export const choiceReasons = ['known-owner', 'known-owners-deputy', 'at-work', 'begins-soonest'] as const;
export type WhyChosen = (typeof choiceReasons)[number];

/** `others-first`: there is a place, and leads that go first wait for it. */
export const noChoiceReasons = ['nobody-eligible', 'others-first'] as const;
export type WhyUnchosen = (typeof noChoiceReasons)[number];

/** What a choice rests on; with ids alone, calendars worked out and conditions tried. */
export interface RoutingFacts {
  at: string;
  /** One working day from then: whoever begins no earlier is away. */
  beginsBefore: string;
  /** In their order, up to the one that matched; where none did, the lead goes to the first team. */
  tried: TriedRule[];
  wanted: Wanted;
  /** Absent also where the agreement does not want one owner for a company. */
  known?: KnownOwner;
  /** The team, and whoever else was considered. */
  pool: SeenMember[];
  /** How many leads that go first wait for the same people. */
  waiting: number;
}

/** A choice by the agreement's rules, with all that it rests on: "why this rep" has an answer and can be computed again. */
export interface RuledDecision extends RoutingFacts {
  rule: 'agreement';
  /** The chosen one's; where nobody is, the team that the rule wants. */
  teamId: string;
  /** Everybody of that team who could not be chosen. */
  leftOut: LeftOut[];
  /** The known owner and their deputies, as far as they could not be chosen. */
  passedOver: LeftOut[];
  chosen?: string;
  because?: WhyChosen;
  /** When the chosen one's day begins, if they are not at work. */
  startsAt?: string;
  unchosen?: WhyUnchosen;
  /** When somebody becomes eligible by the clock alone, where that is known. */
  nextEligibleAt?: string;
}

/** No choice of the router: a team lead's own, the deputy of whoever went away, who answered the lead's call, the closer. */
export interface DirectDecision {
  rule: 'team-lead' | 'deputy' | 'answered' | 'closer';
  teamId: string;
  chosen: string;
  pool: never[];
  leftOut: never[];
  nextEligibleAt?: never;
}

export type RoutingDecision = RuledDecision | DirectDecision;

export function directDecision(rule: DirectDecision['rule'], teamId: string, personId: string): DirectDecision {
  return { rule, teamId, chosen: personId, pool: [], leftOut: [] };
}
