import { isAtWork, isAway } from './availability.ts';
import type { ChoiceReason, NoChoiceReason, RoutingFacts, RuleBasedDecision } from './decision.ts';
import { deputyChain } from './deputy.ts';
import type { Exclusion, ExclusionReason, LeadExclusions, MemberSnapshot } from './member.ts';
import { isSameLanguage } from './rules.ts';
import { byLastAssignment, byTurn, roundPosition, turnsAfter } from './turns.ts';
import type { Turn } from './turns.ts';

/** Chooses a member from the facts alone, without calendars, a clock or rule conditions. */
export function chooseMember(facts: RoutingFacts, leadExclusions: LeadExclusions): RuleBasedDecision {
  const team = assessTeam(facts, leadExclusions);
  const knownOwners = assessKnownOwners(facts, leadExclusions);
  const known = knownOwners.find(({ reason }) => !reason);
  const excludedKnown = known ? knownOwners.slice(0, knownOwners.indexOf(known)) : knownOwners;
  const decided = {
    ...facts,
    basis: 'agreement' as const,
    // A known owner need not have the skills that the pool requires.
    exclusions: team.filter(({ personId }) => personId !== known?.personId).flatMap(exclusionsOf),
    knownOwnerExclusions: excludedKnown.flatMap(exclusionsOf),
  };
  if (known) {
    const reason = known.personId === facts.knownOwner?.personId ? 'known-owner' : 'known-owner-deputy';
    return { ...decided, ...chosenFor(known, reason, facts.at) };
  }
  const free = team.filter(({ reason }) => !reason);
  if (free.length === 0) return { ...decided, ...unassigned(facts, reasonForNoChoice(team)) };
  if (facts.queuedAhead > 0) return { ...decided, ...unassigned(facts, 'queue-first') };
  return { ...decided, ...nextOf(free, facts) };
}

/** The members of the target team who could take this lead now. */
export function eligibleMembers(facts: RoutingFacts, leadExclusions: LeadExclusions): MemberSnapshot[] {
  return assessTeam(facts, leadExclusions).filter(({ reason }) => !reason);
}

/** The members' positions in the round of the pool after this choice. Only a turn changes them. */
export function turnsAfterDecision(decision: RuleBasedDecision): Turn[] {
  const { chosen, reason } = decision;
  if (chosen === undefined || reason !== 'next-turn') return [];
  const { pool, target } = decision;
  const everyone = pool.filter(({ teamId }) => teamId === target.teamId);
  return turnsAfter(chosen, everyone, contenders(decision));
}

/** Where the round of the pool is after this choice. Former members who come back begin there. */
export function roundPositionAfter(decision: RuleBasedDecision): number {
  const changed = new Map(turnsAfterDecision(decision).map(({ personId, pass }) => [personId, pass]));
  return roundPosition(
    contenders(decision).map((member) => {
      const pass = changed.get(member.personId) ?? member.pass;
      return { ...member, ...(pass !== undefined && { pass }) };
    }),
  );
}

type Candidate = MemberSnapshot & { reason?: ExclusionReason };

const exclusionsOf = ({ personId, reason }: Candidate): Exclusion[] => (reason ? [{ personId, reason }] : []);

/** The pool: the members of the target team with the skills that the rule asks for. */
export const poolMembers = ({ pool, target }: Pick<RoutingFacts, 'pool' | 'target'>): MemberSnapshot[] =>
  pool.filter((member) => member.teamId === target.teamId && member.active && hasSkills(member, target.skills));

/** The members of the pool who could be given some lead now, slots aside. */
const contenders = (facts: RoutingFacts): MemberSnapshot[] =>
  poolMembers(facts).filter((member) => absenceReason(member, facts) === undefined && !isFull(member));

/**
 * The round decides while every member at work has a free slot. Otherwise, and for a lead that only one of them could
 * take, the choice is not a turn, so that a busy hour does not change who is next in a quiet one.
 */
function nextOf(free: readonly MemberSnapshot[], facts: RoutingFacts): Choice {
  const atWork = contenders(facts);
  if (free.length === 1) return chosenFor(free[0]!, 'only-one-free', facts.at);
  if (atWork.every((member) => hasFreeSlot(member, facts)))
    return chosenFor([...free].sort(byTurn(atWork))[0]!, 'next-turn', facts.at);
  return chosenFor([...free].sort(byLastAssignment)[0]!, 'longest-without-lead', facts.at);
}

function assessTeam(facts: RoutingFacts, leadExclusions: LeadExclusions): Candidate[] {
  const team = facts.pool.filter(({ teamId }) => teamId === facts.target.teamId);
  const assessed = team.map((member) => withReason(member, lastingReason(member, facts, leadExclusions)));
  const others = assessed.filter(
    ({ reason, ...member }) => !reason && absenceReason(member, facts) === undefined && !brokePromise(member),
  );
  return assessed.map(({ reason, ...member }) =>
    withReason(member, reason ?? currentReason(member, facts, brokePromise(member) && others.length > 0)),
  );

  function brokePromise({ personId }: { personId: string }): boolean {
    return leadExclusions.some((each) => each.personId === personId && each.reason === 'promise-broken');
  }
}

/** A known owner needs no skills and no free slot, and must be at work before the first contact is due. */
function assessKnownOwners(facts: RoutingFacts, leadExclusions: LeadExclusions): Candidate[] {
  const { pool, knownOwner, at, contactDueAt = at } = facts;
  if (!knownOwner) return [];
  return deputyChain(knownOwner.personId, pool).map((member) => {
    const leadExclusion = leadExclusions.find(({ personId }) => personId === member.personId);
    const isInTime = isAtWork(member, at) || !isAway(member, contactDueAt);
    return withReason(
      member,
      leadExclusion?.reason ??
        profileReason(member, [], facts) ??
        (isInTime ? undefined : awayReason(member)) ??
        (member.unresponsive ? 'unresponsive' : undefined) ??
        (isFull(member) ? 'at-cap' : undefined),
    );
  });
}

const withReason = (member: MemberSnapshot, reason: ExclusionReason | undefined): Candidate => ({
  ...member,
  ...(reason && { reason }),
});

/** Why the member will not take this lead within one working day, whatever becomes free until then. */
function lastingReason(
  member: MemberSnapshot,
  facts: RoutingFacts,
  leadExclusions: LeadExclusions,
): ExclusionReason | undefined {
  const leadExclusion = leadExclusions.find(
    ({ personId, reason }) => personId === member.personId && reason !== 'promise-broken',
  );
  if (leadExclusion) return leadExclusion.reason;
  const reason = profileReason(member, facts.target.skills, facts);
  if (reason) return reason;
  return isAway(member, facts.startsBefore) ? awayReason(member) : undefined;
}

const awayReason = ({ absent }: MemberSnapshot): ExclusionReason => (absent ? 'absent' : 'starts-too-late');

function profileReason(
  member: MemberSnapshot,
  skills: readonly string[],
  { target }: RoutingFacts,
): ExclusionReason | undefined {
  if (!member.active) return 'inactive';
  if (target.language !== undefined && !speaks(member, target.language)) return 'language';
  return hasSkills(member, skills) ? undefined : 'skills';
}

/** Why the member cannot take the lead now, but perhaps later today. */
function currentReason(
  member: MemberSnapshot,
  facts: RoutingFacts,
  isLeftOutForOthers: boolean,
): ExclusionReason | undefined {
  const absence = absenceReason(member, facts);
  if (absence) return absence;
  if (isLeftOutForOthers) return 'promise-broken';
  if (isFull(member)) return 'at-cap';
  return hasFreeSlot(member, facts) ? undefined : 'no-free-slot';
}

const absenceReason = (member: MemberSnapshot, { at }: RoutingFacts): 'off-duty' | 'unresponsive' | undefined => {
  if (!isAtWork(member, at)) return 'off-duty';
  return member.unresponsive ? 'unresponsive' : undefined;
};

function reasonForNoChoice(team: readonly Candidate[]): NoChoiceReason {
  const reasons = team.map(({ reason }) => reason);
  if (reasons.includes('no-free-slot') || reasons.includes('at-cap')) return 'no-free-slot';
  return reasons.some((reason) => reason === 'off-duty' || reason === 'unresponsive' || reason === 'promise-broken')
    ? 'nobody-at-work'
    : 'nobody-eligible';
}

const speaks = ({ languages }: MemberSnapshot, language: string): boolean =>
  languages.length === 0 || languages.some((spoken) => isSameLanguage(spoken, language));

export const hasSkills = ({ skills }: Pick<MemberSnapshot, 'skills'>, required: readonly string[]): boolean =>
  required.every((skill) => skills.some((each) => each.trim().toLowerCase() === skill.trim().toLowerCase()));

/** Whether the member can be given one more lead: below their cap, and with a free slot if the role has slots. */
export const hasRoom = (
  member: Pick<MemberSnapshot, 'cap' | 'openHandoffs' | 'takenSlots'>,
  slots: number | undefined,
): boolean => !isFull(member) && hasFreeSlot(member, { slots });

const isFull = ({ cap, openHandoffs }: Pick<MemberSnapshot, 'cap' | 'openHandoffs'>): boolean =>
  cap !== undefined && openHandoffs >= cap;

const hasFreeSlot = (
  { takenSlots }: Pick<MemberSnapshot, 'takenSlots'>,
  { slots = Infinity }: { slots?: number | undefined },
): boolean => takenSlots < slots;

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
