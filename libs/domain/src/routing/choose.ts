import type { ChoiceReason, RoutingFacts, RuleBasedDecision, NoChoiceReason } from './decision.ts';
import { deputyChain } from './deputy.ts';
import type { Exclusion, LeadExclusionReason, MemberSnapshot, ExclusionReason } from './member.ts';
import { isSameLanguage } from './rules.ts';
import { isAtWork, isAway } from './availability.ts';
import { byTurn, turnsAfter } from './turns.ts';
import type { Turn } from './turns.ts';

/** Left out for this very lead, by what happened in it. */
export type LeadExclusions = Exclusion<LeadExclusionReason>[];

/** Who is chosen, by the facts alone: without a calendar, a clock or a rule's condition. */
export function chooseMember(facts: RoutingFacts, leadExclusions: LeadExclusions): RuleBasedDecision {
  const judged = assessCandidates(facts, leadExclusions);
  const eligible = judged.team.filter(({ reason }) => !reason);
  const known = judged.known.find(({ reason }) => !reason);
  const knownOwnerExclusions = known ? judged.known.slice(0, judged.known.indexOf(known)) : judged.known;
  const decided = {
    ...facts,
    basis: 'agreement' as const,
    // What the pool demands is not asked of a known owner.
    exclusions: judged.team.filter(({ personId }) => personId !== known?.personId).flatMap(exclusionsOf),
    knownOwnerExclusions: knownOwnerExclusions.flatMap(exclusionsOf),
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

/** The members of the wanted team who could take this lead. */
export function eligibleMembers(facts: RoutingFacts, leadExclusions: LeadExclusions): MemberSnapshot[] {
  return assessCandidates(facts, leadExclusions).team.filter(({ reason }) => !reason);
}

/** Where the people stand in the round after this choice. */
export function turnsAfterDecision(decision: RuleBasedDecision): Turn[] {
  const { chosen, pool, startsBefore, teamId, target } = decision;
  if (chosen === undefined) return [];
  // Of another team only the known owner was looked at: who of the others is behind cannot be told.
  const team = pool.filter((member) =>
    teamId === target.teamId ? member.teamId === teamId : member.personId === chosen,
  );
  const present = team.filter((member) => member.active && !isAway(member, startsBefore) && !isFull(member));
  return turnsAfter(chosen, team, present);
}

type Candidate = MemberSnapshot & { reason?: ExclusionReason };

const exclusionsOf = ({ personId, reason }: Candidate): Exclusion[] => (reason ? [{ personId, reason }] : []);

/** Everybody considered, with what speaks against them. Skills are the pool's matter: a known owner needs none. */
function assessCandidates(
  facts: RoutingFacts,
  leadExclusions: LeadExclusions,
): { team: Candidate[]; known: Candidate[] } {
  const { pool, target, knownOwner: known } = facts;
  const judged = (member: MemberSnapshot, skills: string[]): Candidate => {
    const reason = exclusionReason(member, skills, facts, leadExclusions);
    return { ...member, ...(reason && { reason }) };
  };
  return {
    team: pool.filter(({ teamId }) => teamId === target.teamId).map((member) => judged(member, target.skills)),
    known: known ? deputyChain(known.personId, pool).map((member) => judged(member, [])) : [],
  };
}

/** `at-cap` comes last: who bears it would take the lead as soon as one of theirs ends. */
function exclusionReason(
  member: MemberSnapshot,
  skills: string[],
  { target, startsBefore }: RoutingFacts,
  leadExclusions: LeadExclusions,
): ExclusionReason | undefined {
  const happened = leadExclusions.find(({ personId }) => personId === member.personId);
  if (happened) return happened.reason;
  if (!member.active) return 'inactive';
  if (target.language !== undefined && !speaks(member, target.language)) return 'language';
  if (!skills.every((skill) => hasSkill(member, skill))) return 'skills';
  if (isAway(member, startsBefore)) return member.absent ? 'absent' : 'starts-too-late';
  return isFull(member) ? 'at-cap' : undefined;
}

const speaks = ({ languages }: MemberSnapshot, language: string): boolean =>
  languages.length === 0 || languages.some((spoken) => isSameLanguage(spoken, language));

const hasSkill = ({ skills }: MemberSnapshot, target: string): boolean =>
  skills.some((skill) => skill.trim().toLowerCase() === target.trim().toLowerCase());

const isFull = ({ cap, openHandoffs: open }: MemberSnapshot): boolean => cap !== undefined && open >= cap;

/** How many more leads these people could take. */
const freeCapacity = (eligible: MemberSnapshot[]): number =>
  eligible.reduce((sum, { cap = Infinity, openHandoffs: open }) => sum + cap - open, 0);

const byStart = (a: MemberSnapshot, b: MemberSnapshot): number =>
  Date.parse(a.worksFrom ?? '') - Date.parse(b.worksFrom ?? '') || byTurn(a, b);

type Choice = Pick<RuleBasedDecision, 'teamId' | 'chosen' | 'reason' | 'startsAt' | 'noChoiceReason'>;

function chosenFor(member: MemberSnapshot, reason: ChoiceReason, at: string): Choice {
  const { personId: chosen, teamId, worksFrom } = member;
  const startsAt = worksFrom !== undefined && !isAtWork(member, at) ? { startsAt: worksFrom } : {};
  return { chosen, teamId, reason, ...startsAt };
}

const unassigned = ({ target }: RoutingFacts, noChoiceReason: NoChoiceReason): Choice => ({
  teamId: target.teamId,
  noChoiceReason,
});
