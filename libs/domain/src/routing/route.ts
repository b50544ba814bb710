import type { RoutingTerms } from '../agreement/routing-terms.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { memberSnapshot, oneWorkingDayFrom } from './availability.ts';
import { chooseMember, eligibleMembers } from './choose.ts';
import type { KnownOwner, RoutingDecision, RoutingFacts, RuleBasedDecision } from './decision.ts';
import { leadExclusionReasons } from './member.ts';
import type { Exclusion, ExclusionReason, LeadExclusions, PoolMember } from './member.ts';
import { earliestEligibility } from './next-eligible.ts';
import { matchRules } from './rules.ts';
import type { RoutableLead } from './rules.ts';

/** The owner that a handoff needs. The caller adds what it knows about the lead and the people. */
export interface OwnerRequest {
  /** Gets the lead when no rule matches. */
  teamId: string;
  exclusions: LeadExclusions;
  /** An SQL goes to a closer of this team, whatever the rules say about reps. */
  isSql?: boolean;
}

/** Leads ahead in the queue (higher score, then older) that wait for any of these people. */
export interface QueuedLeads {
  personIds: string[];
  count: number;
}

export interface RoutingRequest {
  now: string;
  terms: RoutingTerms;
  /** The agreement's calendar, which defines one working day. */
  calendar: WorkingCalendar;
  /** Team ids in their order. */
  teams: string[];
  lead: RoutableLead;
  exclusions: LeadExclusions;
  knownOwner?: KnownOwner;
  queuedAhead: QueuedLeads[];
}

/**
 * Chooses the owner of a lead: first the known owner of its company, then the pool of the first matching rule. Members
 * at work come before those who start soonest, and each group takes turns.
 *
 * @param people the target team, and the known owner with their deputies
 */
export function route(
  request: RoutingRequest,
  people: readonly PoolMember[],
  times = new WorkingTimeCache(),
): RuleBasedDecision {
  const { now, terms, calendar, teams, lead, exclusions, knownOwner, queuedAhead } = request;
  const agreementTime = times.of(calendar);
  const facts: RoutingFacts = {
    at: now,
    startsBefore: oneWorkingDayFrom(now, agreementTime),
    ...matchRules(terms, lead, teams),
    ...(terms.oneOwnerPerCompany && knownOwner && { knownOwner }),
    pool: people.map((member) => memberSnapshot(member, now, terms.weight, times)),
    queuedAhead: 0,
  };
  const eligible = eligibleMembers(facts, exclusions).map(({ personId }) => personId);
  const leadsAhead = queuedAhead
    .filter(({ personIds }) => personIds.some((personId) => eligible.includes(personId)))
    .reduce((sum, { count }) => sum + count, 0);
  const decision = chooseMember({ ...facts, queuedAhead: leadsAhead }, exclusions);
  const nextEligibleAt = decision.chosen === undefined ? earliestEligibility(decision, agreementTime) : undefined;
  return { ...decision, ...(nextEligibleAt !== undefined && { nextEligibleAt }) };
}

/**
 * The people whose free capacity an unassigned lead waits for: it is assigned as soon as one of their handoffs ends or
 * their working day starts.
 */
export function awaitedMembers(decision: RuleBasedDecision): string[] {
  const { pool, exclusions, chosen, target } = decision;
  if (chosen !== undefined) return [];
  return pool
    .filter(({ teamId }) => teamId === target.teamId)
    .map(({ personId }) => personId)
    .filter((personId) => exclusions.every((each) => each.personId !== personId || isTemporary(each.reason)));
}

/** Whether the exclusion ends without anyone changing the team: a handoff or an absence ends, or a working day starts. */
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

/** Recomputes the owner from the recorded decision alone. The result must equal `decision.chosen`. */
export function recompute(decision: RoutingDecision): string | undefined {
  if (decision.basis !== 'agreement') return decision.chosen;
  const { at, startsBefore, triedRules, target, knownOwner, pool, queuedAhead } = decision;
  const facts = { at, startsBefore, triedRules, target, pool, queuedAhead, ...(knownOwner && { knownOwner }) };
  const leadExclusions = [...decision.exclusions, ...decision.knownOwnerExclusions].filter(isLeadExclusion);
  return chooseMember(facts, leadExclusions).chosen;
}

const isLeadExclusion = (exclusion: Exclusion): exclusion is LeadExclusions[number] =>
  leadExclusionReasons.some((reason) => reason === exclusion.reason);
