import type { RoutingTerms } from '../agreement/routing-terms.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { chooseMember, eligibleMembers } from './choose.ts';
import type { LeadExclusions } from './choose.ts';
import type { KnownOwner, RoutingDecision, RoutingFacts, RuleBasedDecision } from './decision.ts';
import type { Exclusion, PoolMember, ExclusionReason } from './member.ts';
import { earliestEligibility } from './next-eligible.ts';
import { matchRules } from './rules.ts';
import type { RoutableLead } from './rules.ts';
import { oneWorkingDayFrom, memberSnapshot } from './availability.ts';

/** What a handoff itself says of the owner it needs; the rest is gathered where leads and people are known. */
export interface OwnerRequest {
  /** Takes what no rule matches. */
  teamId: string;
  exclusions: LeadExclusions;
  /** The lead is an SQL: one of this team's closers, whatever the rules say of reps. */
  isSql?: boolean;
}

/** Leads with a better place in the queue (a higher score, then earlier) that wait for a place with any of these people. */
export interface QueuedLeads {
  personIds: string[];
  count: number;
}

export interface RoutingRequest {
  now: string;
  terms: RoutingTerms;
  /** The agreement's own, by which one working day is counted. */
  calendar: WorkingCalendar;
  /** Ids, in their order. */
  teams: string[];
  lead: RoutableLead;
  exclusions: LeadExclusions;
  knownOwner?: KnownOwner;
  queuedAhead: QueuedLeads[];
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
  times = new WorkingTimeCache(),
): RuleBasedDecision {
  const { now, terms, calendar, teams, lead, exclusions, knownOwner: known, queuedAhead: waiting } = request;
  const agreementTime = times.of(calendar);
  const facts: RoutingFacts = {
    at: now,
    startsBefore: oneWorkingDayFrom(now, agreementTime),
    ...matchRules(terms, lead, teams),
    ...(terms.oneOwnerPerCompany && known && { knownOwner: known }),
    pool: people.map((member) => memberSnapshot(member, now, terms.weight, times)),
    queuedAhead: 0,
  };
  const eligible = eligibleMembers(facts, exclusions).map(({ personId }) => personId);
  const queuedAheadCount = waiting
    .filter(({ personIds: waitFor }) => waitFor.some((personId) => eligible.includes(personId)))
    .reduce((sum, { count: leads }) => sum + leads, 0);
  const decision = chooseMember({ ...facts, queuedAhead: queuedAheadCount }, exclusions);
  const nextEligibleAt = decision.chosen === undefined ? earliestEligibility(decision, agreementTime) : undefined;
  return { ...decision, ...(nextEligibleAt !== undefined && { nextEligibleAt }) };
}

/**
 * Whose place a lead that found nobody waits for: it goes out as soon as one of their handoffs ends, or as their day
 * begins. It holds up nobody until then, since only those who can take a lead have places.
 */
export function awaitedMembers(decision: RuleBasedDecision): string[] {
  const { pool, exclusions, chosen, target } = decision;
  if (chosen !== undefined) return [];
  return pool
    .filter(({ teamId }) => teamId === target.teamId)
    .map(({ personId }) => personId)
    .filter((personId) => exclusions.every((left) => left.personId !== personId || isTemporary(left.reason)));
}

/** Whether what keeps somebody from a lead passes by itself: their other handoffs end, they come back, their day begins. */
function isTemporary(reason: ExclusionReason): boolean {
  switch (reason) {
    case 'absent':
    case 'starts-too-late':
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
  if (decision.basis !== 'agreement') return decision.chosen;
  const { at, startsBefore, triedRules, target, knownOwner, pool, queuedAhead, exclusions, knownOwnerExclusions } =
    decision;
  const facts = { at, startsBefore, triedRules, target, pool, queuedAhead, ...(knownOwner && { knownOwner }) };
  return chooseMember(facts, [...exclusions, ...knownOwnerExclusions].filter(isLeadExclusion)).chosen;
}

function isLeadExclusion(left: Exclusion): left is LeadExclusions[number] {
  switch (left.reason) {
    case 'declined':
    case 'promise-broken':
    case 'previous-owner':
      return true;
    case 'inactive':
    case 'language':
    case 'skills':
    case 'absent':
    case 'starts-too-late':
    case 'at-cap':
      return false;
  }
}
