import type { PromiseTerms } from '../agreement/agreement.ts';
import type { RoutingTerms } from '../agreement/routing-terms.ts';
import { withAgreementFallback } from '../time/counted-time.ts';
import type { CountedTime } from '../time/counted-time.ts';
import { durationMilliseconds } from '../time/duration.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { atWorkBefore, memberSnapshot } from './availability.ts';
import { chooseMember, eligibleMembers, hasSkills } from './choose.ts';
import type { KnownOwner, RoutingDecision, RoutingFacts, RuleBasedDecision } from './decision.ts';
import { leadExclusionReasons } from './member.ts';
import type { Exclusion, ExclusionReason, LeadExclusions, PoolMember } from './member.ts';
import { fixedTarget, matchRules } from './rules.ts';
import type { PoolRole, RoutableLead, RoutingTarget, TriedRule } from './rules.ts';

/** The owner that a handoff needs. The caller adds what it knows about the lead and the people. */
export interface OwnerRequest {
  exclusions: LeadExclusions;
  /** The pool, if the rules do not choose it: an SQL goes to a closer of its team, a lead passed to a team stays there. */
  fixed?: { teamId: string; role: PoolRole };
  /** When the first contact is due, if its clock runs already. */
  contactDueAt?: string;
  /** A person who misses an acceptance with this decision. */
  unresponsiveId?: string;
}

/** Leads ahead in the queue (higher score, then older) that wait for any of these people. */
export interface QueuedLeads {
  personIds: string[];
  count: number;
}

export interface RoutingRequest extends OwnerRequest {
  now: string;
  terms: RoutingTerms;
  firstContact: PromiseTerms;
  /** The agreement's calendar, which defines one working day. */
  calendar: WorkingCalendar;
  /** Team ids in their order. */
  teams: string[];
  lead: RoutableLead;
  knownOwner?: KnownOwner;
  queuedAhead: QueuedLeads[];
}

/**
 * Chooses the owner of a lead: first the known owner of its company, then a member at work with a free slot from the pool
 * of the first matching rule, in turns. Without a free slot the lead waits in the team queue.
 *
 * @param people the target team, and the known owner with their deputies
 */
export function route(
  request: RoutingRequest,
  people: readonly PoolMember[],
  times = new WorkingTimeCache(),
): RuleBasedDecision {
  const { now, terms, calendar, exclusions, knownOwner, queuedAhead, unresponsiveId } = request;
  const { triedRules, target } = matched(request);
  const facts: RoutingFacts = {
    at: now,
    startsBefore: atWorkBefore(now, times.of(calendar), terms),
    contactDueAt: request.contactDueAt ?? contactDueAt(request, membersOf(people, target), times),
    ...(target.role === 'rep' && { slots: terms.slots }),
    triedRules,
    target,
    ...(knownOwner && appliesTo(target, knownOwner, terms) && { knownOwner }),
    pool: people.map((member) => {
      const unresponsive = member.unresponsive || member.personId === unresponsiveId;
      return memberSnapshot({ ...member, unresponsive }, now, terms.weight, times);
    }),
    queuedAhead: 0,
  };
  const eligible = eligibleMembers(facts, exclusions).map(({ personId }) => personId);
  const leadsAhead = queuedAhead
    .filter(({ personIds }) => personIds.some((personId) => eligible.includes(personId)))
    .reduce((sum, { count }) => sum + count, 0);
  return chooseMember({ ...facts, queuedAhead: leadsAhead }, exclusions);
}

/** Only reps have known owners. The owner of a postponed lead needs no rule of the agreement. */
const appliesTo = ({ role }: RoutingTarget, { knownBy }: KnownOwner, { oneOwnerPerCompany }: RoutingTerms): boolean =>
  role === 'rep' && (oneOwnerPerCompany || knownBy === 'postponed');

/** The pool that the lead goes to. */
export const routingTarget = (request: RoutingRequest): RoutingTarget => matched(request).target;

/** Leads with the same key have the same people who could take them, a known owner aside. */
export const eligibilityKey = (request: RoutingRequest): string =>
  JSON.stringify([routingTarget(request), request.exclusions]);

function matched({ fixed, terms, lead, teams }: RoutingRequest): { triedRules: TriedRule[]; target: RoutingTarget } {
  if (!fixed) return matchRules(terms, lead, teams);
  return { triedRules: [], target: fixedTarget(fixed.teamId, fixed.role, lead.snapshot) };
}

const membersOf = (people: readonly PoolMember[], { teamId, skills }: RoutingTarget): PoolMember[] =>
  people.filter((member) => member.teamId === teamId && member.active && hasSkills(member, skills));

function contactDueAt(
  { now, calendar, firstContact: { counted, within } }: RoutingRequest,
  members: readonly PoolMember[],
  times: WorkingTimeCache,
): string {
  const time = poolTime(
    members.map((member) => member.calendar),
    calendar,
    times,
  );
  return time.add(counted, now, durationMilliseconds(within));
}

/** The time in which a pool works: whenever at least one of its members does. Without any, the agreement's time. */
export function poolTime(
  calendars: readonly WorkingCalendar[],
  agreementCalendar: WorkingCalendar,
  times: WorkingTimeCache,
): CountedTime {
  return withAgreementFallback(times.union(calendars), times.of(agreementCalendar));
}

/** The people whose slot an unassigned lead waits for, or the start of whose working time. */
export function awaitedMembers(decision: RuleBasedDecision): string[] {
  const { pool, exclusions, chosen, target } = decision;
  if (chosen !== undefined) return [];
  return pool
    .filter(({ teamId }) => teamId === target.teamId)
    .map(({ personId }) => personId)
    .filter((personId) => exclusions.every((each) => each.personId !== personId || isTemporary(each.reason)));
}

/** When the next of the members who do not work now starts to; undefined when nobody does. */
export function nextStartOfWork({ pool, at, target }: RuleBasedDecision): string | undefined {
  const [first] = pool
    .filter(({ teamId }) => teamId === target.teamId)
    .flatMap(({ worksFrom }) => worksFrom ?? [])
    .filter((worksFrom) => Date.parse(worksFrom) > Date.parse(at))
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  return first;
}

/** Whether the exclusion ends without anyone changing the team: a slot becomes free, an absence ends or a working day starts. */
function isTemporary(reason: ExclusionReason): boolean {
  switch (reason) {
    case 'absent':
    case 'starts-too-late':
    case 'off-duty':
    case 'unresponsive':
    case 'promise-broken':
    case 'at-cap':
    case 'no-free-slot':
      return true;
    case 'declined':
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
  const { at, startsBefore, contactDueAt: dueAt, slots, triedRules, target, knownOwner, pool, queuedAhead } = decision;
  const facts: RoutingFacts = {
    at,
    startsBefore,
    ...(dueAt !== undefined && { contactDueAt: dueAt }),
    ...(slots !== undefined && { slots }),
    triedRules,
    target,
    pool,
    queuedAhead,
    ...(knownOwner && { knownOwner }),
  };
  const leadExclusions = [...decision.exclusions, ...decision.knownOwnerExclusions].filter(isLeadExclusion);
  return chooseMember(facts, leadExclusions).chosen;
}

const isLeadExclusion = (exclusion: Exclusion): exclusion is LeadExclusions[number] =>
  leadExclusionReasons.some((reason) => reason === exclusion.reason);
