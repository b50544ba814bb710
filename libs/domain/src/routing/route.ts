import type { RoutingTerms } from '../agreement/routing-terms.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { WorkingTimes } from '../time/working-times.ts';
import { choose, eligibleOf } from './choose.ts';
import type { LeftOutForLead } from './choose.ts';
import type { KnownOwner, RoutingDecision, RoutingFacts, RuledDecision } from './decision.ts';
import type { LeftOut, PoolMember, WhyLeftOut } from './member.ts';
import { whenEligible } from './next-eligible.ts';
import { wantedBy } from './rules.ts';
import type { RoutedLead } from './rules.ts';
import { oneWorkingDayFrom, see } from './see.ts';

/** What a handoff itself says of the owner it needs; the rest is gathered where leads and people are known. */
export interface OwnerWanted {
  /** Takes what no rule matches. */
  teamId: string;
  leftOut: LeftOutForLead;
  /** The lead is an SQL: one of this team's closers, whatever the rules say of reps. */
  isSql?: boolean;
}

/** Leads with a better place in the queue (a higher score, then earlier) that wait for a place with any of these people. */
export interface WaitingLeads {
  waitFor: string[];
  leads: number;
}

export interface RoutingRequest {
  now: string;
  terms: RoutingTerms;
  /** The agreement's own, by which one working day is counted. */
  calendar: WorkingCalendar;
  /** Ids, in their order. */
  teams: string[];
  lead: RoutedLead;
  leftOut: LeftOutForLead;
  known?: KnownOwner;
  waiting: WaitingLeads[];
}

/**
 * Whom a lead goes to. The known owner of its company first; else the pool of the first rule that matches, those at
 * work before those whose day begins soonest, each in turn.
 *
 * @param people the reps of the team that the rules want, and the known owner with their deputies
 */
export function route(
  request: RoutingRequest,
  people: readonly PoolMember[],
  times = new WorkingTimes(),
): RuledDecision {
  const { now, terms, calendar, teams, lead, leftOut, known, waiting } = request;
  const agreements = times.of(calendar);
  const facts: RoutingFacts = {
    at: now,
    beginsBefore: oneWorkingDayFrom(now, agreements),
    ...wantedBy(terms, lead, teams),
    ...(terms.oneOwnerPerCompany && known && { known }),
    pool: people.map((member) => see(member, now, terms.weight, times)),
    waiting: 0,
  };
  const eligible = eligibleOf(facts, leftOut).map(({ personId }) => personId);
  const before = waiting
    .filter(({ waitFor }) => waitFor.some((personId) => eligible.includes(personId)))
    .reduce((sum, { leads }) => sum + leads, 0);
  const decision = choose({ ...facts, waiting: before }, leftOut);
  const nextEligibleAt = decision.chosen === undefined ? whenEligible(decision, agreements) : undefined;
  return { ...decision, ...(nextEligibleAt !== undefined && { nextEligibleAt }) };
}

/**
 * Whose place a lead that found nobody waits for: it goes out as soon as one of their handoffs ends, or as their day
 * begins. It holds up nobody until then, since only those who can take a lead have places.
 */
export function waitsFor(decision: RuledDecision): string[] {
  const { pool, leftOut, chosen, wanted } = decision;
  if (chosen !== undefined) return [];
  return pool
    .filter(({ teamId }) => teamId === wanted.teamId)
    .map(({ personId }) => personId)
    .filter((personId) => leftOut.every((left) => left.personId !== personId || passes(left.why)));
}

/** Whether what keeps somebody from a lead passes by itself: their other handoffs end, they come back, their day begins. */
function passes(why: WhyLeftOut): boolean {
  switch (why) {
    case 'absent':
    case 'begins-too-late':
    case 'at-cap':
      return true;
    case 'declined':
    case 'promise-broken':
    case 'previous-owner':
    case 'inactive':
    case 'language':
    case 'skills':
      return false;
  }
}

/** The owner once more, from what is recorded and nothing else: it must be the same. */
export function recompute(decision: RoutingDecision): string | undefined {
  if (decision.rule !== 'agreement') return decision.chosen;
  const { at, beginsBefore, tried, wanted, known, pool, waiting, leftOut, passedOver } = decision;
  const facts = { at, beginsBefore, tried, wanted, pool, waiting, ...(known && { known }) };
  return choose(facts, [...leftOut, ...passedOver].filter(isOfTheLead)).chosen;
}

function isOfTheLead(left: LeftOut): left is LeftOutForLead[number] {
  switch (left.why) {
    case 'declined':
    case 'promise-broken':
    case 'previous-owner':
      return true;
    case 'inactive':
    case 'language':
    case 'skills':
    case 'absent':
    case 'begins-too-late':
    case 'at-cap':
      return false;
  }
}
