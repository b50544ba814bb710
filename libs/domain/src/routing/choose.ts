import { isAtWork, isAway } from './availability.ts';
import type { ChoiceReason, NoChoiceReason, RoutingFacts, RuleBasedDecision } from './decision.ts';
import { deputyChain } from './deputy.ts';
import type { Exclusion, ExclusionReason, LeadExclusions, MemberSnapshot } from './member.ts';
import { isSameLanguage } from './rules.ts';
import { byTurn, turnsAfter } from './turns.ts';
import type { Turn } from './turns.ts';

/** Chooses a member from the facts alone, without calendars, a clock or rule conditions. */
export function chooseMember(facts: RoutingFacts, leadExclusions: LeadExclusions): RuleBasedDecision {
  const candidates = assessCandidates(facts, leadExclusions);
  const eligible = candidates.team.filter(({ reason }) => !reason);
  const known = candidates.known.find(({ reason }) => !reason);
  const excludedKnown = known ? candidates.known.slice(0, candidates.known.indexOf(known)) : candidates.known;
  const decided = {
    ...facts,
    basis: 'agreement' as const,
    // A known owner need not have the skills that the pool requires.
    exclusions: candidates.team.filter(({ personId }) => personId !== known?.personId).flatMap(exclusionsOf),
    knownOwnerExclusions: excludedKnown.flatMap(exclusionsOf),
  };
  if (known) {
    const reason = known.personId === facts.knownOwner?.personId ? 'known-owner' : 'known-owner-deputy';
    return { ...decided, ...chosenFor(known, reason, facts.at) };
  }
  const [atWork] = eligible.filter((member) => isAtWork(member, facts.at)).sort(byTurn);
  const next = atWork ?? [...eligible].sort(byStart)[0];
  if (!next) return { ...decided, ...unassigned(facts, 'nobody-eligible') };
  if (freeCapacity(eligible) <= facts.queuedAhead) return { ...decided, ...unassigned(facts, 'queue-first') };
  return { ...decided, ...chosenFor(next, atWork ? 'at-work' : 'starts-soonest', facts.at) };
}

/** The members of the target team who could take this lead. */
export function eligibleMembers(facts: RoutingFacts, leadExclusions: LeadExclusions): MemberSnapshot[] {
  return assessCandidates(facts, leadExclusions).team.filter(({ reason }) => !reason);
}

/** The members' positions in the round robin after this choice. */
export function turnsAfterDecision(decision: RuleBasedDecision): Turn[] {
  const { chosen, pool, startsBefore, teamId, target } = decision;
  if (chosen === undefined) return [];
  // If the known owner is in another team, the pool holds nobody else of that team, so only their own turn can change.
  const team = pool.filter((member) =>
    teamId === target.teamId ? member.teamId === teamId : member.personId === chosen,
  );
  const available = team.filter((member) => member.active && !isAway(member, startsBefore) && !isFull(member));
  return turnsAfter(chosen, team, available);
}

type Candidate = MemberSnapshot & { reason?: ExclusionReason };

const exclusionsOf = ({ personId, reason }: Candidate): Exclusion[] => (reason ? [{ personId, reason }] : []);

/** Everyone considered, with the reason that excludes them. Skills apply to the pool; a known owner needs none. */
function assessCandidates(
  facts: RoutingFacts,
  leadExclusions: LeadExclusions,
): { team: Candidate[]; known: Candidate[] } {
  const { pool, target, knownOwner } = facts;
  const assess = (member: MemberSnapshot, skills: string[]): Candidate => {
    const reason = exclusionReason(member, skills, facts, leadExclusions);
    return { ...member, ...(reason && { reason }) };
  };
  return {
    team: pool.filter(({ teamId }) => teamId === target.teamId).map((member) => assess(member, target.skills)),
    known: knownOwner ? deputyChain(knownOwner.personId, pool).map((member) => assess(member, [])) : [],
  };
}

/** `at-cap` is checked last: it means that the member would take the lead as soon as one of their handoffs ends. */
function exclusionReason(
  member: MemberSnapshot,
  skills: string[],
  { target, startsBefore }: RoutingFacts,
  leadExclusions: LeadExclusions,
): ExclusionReason | undefined {
  const leadExclusion = leadExclusions.find(({ personId }) => personId === member.personId);
  if (leadExclusion) return leadExclusion.reason;
  if (!member.active) return 'inactive';
  if (target.language !== undefined && !speaks(member, target.language)) return 'language';
  if (!skills.every((skill) => hasSkill(member, skill))) return 'skills';
  if (isAway(member, startsBefore)) return member.absent ? 'absent' : 'starts-too-late';
  return isFull(member) ? 'at-cap' : undefined;
}

const speaks = ({ languages }: MemberSnapshot, language: string): boolean =>
  languages.length === 0 || languages.some((spoken) => isSameLanguage(spoken, language));

const hasSkill = ({ skills }: MemberSnapshot, required: string): boolean =>
  skills.some((skill) => skill.trim().toLowerCase() === required.trim().toLowerCase());

const isFull = ({ cap, openHandoffs }: MemberSnapshot): boolean => cap !== undefined && openHandoffs >= cap;

/** How many more leads these members could take. */
const freeCapacity = (eligible: MemberSnapshot[]): number =>
  eligible.reduce((sum, { cap = Infinity, openHandoffs }) => sum + cap - openHandoffs, 0);

const byStart = (a: MemberSnapshot, b: MemberSnapshot): number =>
  Date.parse(a.worksFrom ?? '') - Date.parse(b.worksFrom ?? '') || byTurn(a, b);

type Choice = Pick<RuleBasedDecision, 'teamId' | 'chosen' | 'reason' | 'startsAt' | 'noChoiceReason'>;

function chosenFor(member: MemberSnapshot, reason: ChoiceReason, at: string): Choice {
  const { personId, teamId, worksFrom } = member;
  const startsLater = worksFrom !== undefined && !isAtWork(member, at);
  return { chosen: personId, teamId, reason, ...(startsLater && { startsAt: worksFrom }) };
}

const unassigned = ({ target }: RoutingFacts, noChoiceReason: NoChoiceReason): Choice => ({
  teamId: target.teamId,
  noChoiceReason,
});
