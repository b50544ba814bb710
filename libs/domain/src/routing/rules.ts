import { routingAttributes } from '../agreement/routing-terms.ts';
import type { RoutingAttribute, RoutingCondition, RoutingTerms } from '../agreement/routing-terms.ts';
import { isListed } from '../judging/attribute-values.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

export interface RoutableLead {
  snapshot: LeadSnapshot;
  score: number;
}

/** The condition of a rule that the lead does not meet; `team` means that the rule's team does not exist. */
export const unmetConditions = [...routingAttributes, 'employees', 'score', 'signal', 'team'] as const;
export type UnmetCondition = (typeof unmetConditions)[number];

/** A rule that was tried. It matched if it has no unmet condition. */
export interface TriedRule {
  id: string;
  unmetCondition?: UnmetCondition;
}

/** Reps and closers are separate pools, also when a person is both. */
export const poolRoles = ['rep', 'closer'] as const;
export type PoolRole = (typeof poolRoles)[number];

/** What the owner of a lead must match. The team, role and skills are the pool. */
export interface RoutingTarget {
  teamId: string;
  role: PoolRole;
  skills: string[];
  /** BCP 47, if known. The owner must speak it. */
  language?: string;
}

/**
 * Finds the pool of the first matching rule. A lead that matches none goes to the first team. A rule whose team does
 * not exist is skipped, so that a typo in the agreement never loses a lead.
 *
 * @param teams team ids in their order
 */
export function matchRules(
  terms: RoutingTerms,
  { snapshot, score }: RoutableLead,
  teams: readonly string[],
): { triedRules: TriedRule[]; target: RoutingTarget } {
  const [firstTeam] = teams;
  if (firstTeam === undefined) throw new RangeError('There is no team to route leads to: create one');
  const language = languageOf(snapshot);
  const triedRules: TriedRule[] = [];
  for (const { id, when = {}, pool } of terms.rules) {
    const teamId = pool.team ?? firstTeam;
    const unmetCondition = unmetConditionOf(when, snapshot, score) ?? (teams.includes(teamId) ? undefined : 'team');
    triedRules.push({ id, ...(unmetCondition && { unmetCondition }) });
    if (!unmetCondition) return { triedRules, target: { teamId, role: 'rep', skills: pool.skills ?? [], ...language } };
  }
  return { triedRules, target: { teamId: firstTeam, role: 'rep', skills: [], ...language } };
}

/** The pool of a lead that stays with a team whatever the rules say: a closer's, or one that was passed to the team. */
export const fixedTarget = (teamId: string, role: PoolRole, snapshot: LeadSnapshot): RoutingTarget => ({
  teamId,
  role,
  skills: [],
  ...languageOf(snapshot),
});

const languageOf = ({ language }: LeadSnapshot): { language?: string } => (language?.trim() ? { language } : {});

/** The first condition that the lead does not meet, if any. */
export function unmetConditionOf(
  when: RoutingCondition,
  lead: LeadSnapshot,
  score: number,
): UnmetCondition | undefined {
  const attribute = routingAttributes.find(
    (name) => when[name] !== undefined && !isOneOf(lead[name], when[name], name),
  );
  if (attribute) return attribute;
  const { atLeast = 0, atMost = Infinity } = when.employees ?? {};
  if (when.employees && !(lead.employees !== undefined && atLeast <= lead.employees && lead.employees <= atMost)) {
    return 'employees';
  }
  if (when.score && score < when.score.atLeast) return 'score';
  const latest = lead.signals.at(-1)?.kind;
  return when.signal && !(latest !== undefined && when.signal.includes(latest)) ? 'signal' : undefined;
}

/** An unknown value matches nothing. */
function isOneOf(value: string | undefined, list: string[], attribute: RoutingAttribute): boolean {
  if (value === undefined || value.trim() === '') return false;
  return attribute === 'language'
    ? list.some((entry) => isSameLanguage(entry, value))
    : isListed(value, list, attribute);
}

/** Ignores the region: a person who speaks `ru` understands `ru-RU`. */
export function isSameLanguage(one: string, other: string): boolean {
  return primaryLanguage(one) === primaryLanguage(other);
}

const primaryLanguage = (tag: string): string => tag.trim().toLowerCase().split(/[-_]/)[0] ?? '';
