import type { WhyChosen, RoutingFacts, RuledDecision, WhyUnchosen } from './decision.ts';
import { deputyChain } from './heir.ts';
import type { LeftOut, NotAgain, SeenMember, WhyLeftOut } from './member.ts';
import { isSameLanguage } from './rules.ts';
import { isAtWork, isAway } from './see.ts';
import { inTurn, turnsAfter } from './turns.ts';
import type { Turn } from './turns.ts';

/** Left out for this very lead, by what happened in it. */
export type LeftOutForLead = LeftOut<NotAgain>[];

/** Who is chosen, by the facts alone: without a calendar, a clock or a rule's condition. */
export function choose(facts: RoutingFacts, notAgain: LeftOutForLead): RuledDecision {
  const judged = judge(facts, notAgain);
  const eligible = judged.team.filter(({ why }) => !why);
  const known = judged.known.find(({ why }) => !why);
  const passedOver = known ? judged.known.slice(0, judged.known.indexOf(known)) : judged.known;
  const decided = {
    ...facts,
    rule: 'agreement' as const,
    // What the pool demands is not asked of a known owner.
    leftOut: judged.team.filter(({ personId }) => personId !== known?.personId).flatMap(reasonOf),
    passedOver: passedOver.flatMap(reasonOf),
  };
  if (known) {
    const because = known.personId === facts.known?.personId ? 'known-owner' : 'known-owners-deputy';
    return { ...decided, ...chosenFor(known, because, facts.at) };
  }
  const [atWork] = eligible.filter((member) => isAtWork(member, facts.at)).sort(inTurn);
  const next = atWork ?? [...eligible].sort(soonest)[0];
  if (!next) return { ...decided, ...nobody(facts, 'nobody-eligible') };
  if (freePlaces(eligible) <= facts.waiting) return { ...decided, ...nobody(facts, 'others-first') };
  return { ...decided, ...chosenFor(next, atWork ? 'at-work' : 'begins-soonest', facts.at) };
}

/** The members of the wanted team who could take this lead. */
export function eligibleOf(facts: RoutingFacts, notAgain: LeftOutForLead): SeenMember[] {
  return judge(facts, notAgain).team.filter(({ why }) => !why);
}

/** Where the people stand in the round after this choice. */
export function turnsAfterDecision(decision: RuledDecision): Turn[] {
  const { chosen, pool, beginsBefore, teamId, wanted } = decision;
  if (chosen === undefined) return [];
  // Of another team only the known owner was looked at: who of the others is behind cannot be told.
  const team = pool.filter((member) =>
    teamId === wanted.teamId ? member.teamId === teamId : member.personId === chosen,
  );
  const present = team.filter((member) => member.active && !isAway(member, beginsBefore) && !isFull(member));
  return turnsAfter(chosen, team, present);
}

type Judged = SeenMember & { why?: WhyLeftOut };

const reasonOf = ({ personId, why }: Judged): LeftOut[] => (why ? [{ personId, why }] : []);

/** Everybody considered, with what speaks against them. Skills are the pool's matter: a known owner needs none. */
function judge(facts: RoutingFacts, notAgain: LeftOutForLead): { team: Judged[]; known: Judged[] } {
  const { pool, wanted, known } = facts;
  const judged = (member: SeenMember, skills: string[]): Judged => {
    const why = whyNot(member, skills, facts, notAgain);
    return { ...member, ...(why && { why }) };
  };
  return {
    team: pool.filter(({ teamId }) => teamId === wanted.teamId).map((member) => judged(member, wanted.skills)),
    known: known ? deputyChain(known.personId, pool).map((member) => judged(member, [])) : [],
  };
}

/** `at-cap` comes last: who bears it would take the lead as soon as one of theirs ends. */
function whyNot(
  member: SeenMember,
  skills: string[],
  { wanted, beginsBefore }: RoutingFacts,
  notAgain: LeftOutForLead,
): WhyLeftOut | undefined {
  const happened = notAgain.find(({ personId }) => personId === member.personId);
  if (happened) return happened.why;
  if (!member.active) return 'inactive';
  if (wanted.language !== undefined && !speaks(member, wanted.language)) return 'language';
  if (!skills.every((skill) => hasSkill(member, skill))) return 'skills';
  if (isAway(member, beginsBefore)) return member.absent ? 'absent' : 'begins-too-late';
  return isFull(member) ? 'at-cap' : undefined;
}

const speaks = ({ languages }: SeenMember, language: string): boolean =>
  languages.length === 0 || languages.some((spoken) => isSameLanguage(spoken, language));

const hasSkill = ({ skills }: SeenMember, wanted: string): boolean =>
  skills.some((skill) => skill.trim().toLowerCase() === wanted.trim().toLowerCase());

const isFull = ({ cap, open }: SeenMember): boolean => cap !== undefined && open >= cap;

/** How many more leads these people could take. */
const freePlaces = (eligible: SeenMember[]): number =>
  eligible.reduce((sum, { cap = Infinity, open }) => sum + cap - open, 0);

const soonest = (a: SeenMember, b: SeenMember): number =>
  Date.parse(a.worksFrom ?? '') - Date.parse(b.worksFrom ?? '') || inTurn(a, b);

type Outcome = Pick<RuledDecision, 'teamId' | 'chosen' | 'because' | 'startsAt' | 'unchosen'>;

function chosenFor(member: SeenMember, because: WhyChosen, at: string): Outcome {
  const { personId: chosen, teamId, worksFrom } = member;
  const startsAt = worksFrom !== undefined && !isAtWork(member, at) ? { startsAt: worksFrom } : {};
  return { chosen, teamId, because, ...startsAt };
}

const nobody = ({ wanted }: RoutingFacts, unchosen: WhyUnchosen): Outcome => ({ teamId: wanted.teamId, unchosen });
