import { routingAttributes } from '../agreement/routing-terms.ts';
import type { RoutingAttribute, RoutingCondition, RoutingTerms } from '../agreement/routing-terms.ts';
import { isListed } from '../judging/attribute-values.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

export interface RoutableLead {
  snapshot: LeadSnapshot;
  score: number;
}

/** What a rule asks for and the lead has not; `team`: there is no such team. */
export const unmetConditions = [...routingAttributes, 'employees', 'score', 'team'] as const;
export type UnmetCondition = (typeof unmetConditions)[number];

/** A rule that was tried; without `lacking` it matched. */
export interface TriedRule {
  id: string;
  unmetCondition?: UnmetCondition;
}

/** Whom the lead needs. */
export interface RoutingTarget {
  teamId: string;
  skills: string[];
  /** BCP 47, where it is known: a must. */
  language?: string;
}

/**
 * The first rule that matches names the pool; a lead that matches none goes to the first team. A rule whose team does
 * not exist is passed over: a lead is never lost to a slip of the pen.
 *
 * @param teams ids, in their order
 */
export function matchRules(
  terms: RoutingTerms,
  { snapshot, score }: RoutableLead,
  teams: readonly string[],
): { triedRules: TriedRule[]; target: RoutingTarget } {
  const [firstTeam] = teams;
  if (firstTeam === undefined) throw new RangeError('There is no team to hand leads to: name one');
  const language = snapshot.language?.trim() ? { language: snapshot.language } : {};
  const triedRules: TriedRule[] = [];
  for (const { id, when = {}, pool } of terms.rules) {
    const teamId = pool.team ?? firstTeam;
    const unmetCondition = unmetConditionOf(when, snapshot, score) ?? (teams.includes(teamId) ? undefined : 'team');
    triedRules.push({ id, ...(unmetCondition && { unmetCondition }) });
    if (!unmetCondition) return { triedRules, target: { teamId, skills: pool.skills ?? [], ...language } };
  }
  return { triedRules, target: { teamId: firstTeam, skills: [], ...language } };
}

function unmetConditionOf(when: RoutingCondition, lead: LeadSnapshot, score: number): UnmetCondition | undefined {
  const attribute = routingAttributes.find(
    (name) => when[name] !== undefined && !isOneOf(lead[name], when[name], name),
  );
  if (attribute) return attribute;
  const { atLeast = 0, atMost = Infinity } = when.employees ?? {};
  if (when.employees && !(lead.employees !== undefined && atLeast <= lead.employees && lead.employees <= atMost)) {
    return 'employees';
  }
  return when.score && score < when.score.atLeast ? 'score' : undefined;
}

/** What is unknown matches nothing. */
function isOneOf(value: string | undefined, list: string[], attribute: RoutingAttribute): boolean {
  if (value === undefined || value.trim() === '') return false;
  return attribute === 'language'
    ? list.some((entry) => isSameLanguage(entry, value))
    : isListed(value, list, attribute);
}

/** `ru` is spoken by whoever speaks `ru-RU`, and the other way round: who is called must be understood, not imitated. */
export function isSameLanguage(one: string, other: string): boolean {
  return primary(one) === primary(other);
}

const primary = (language: string): string => language.trim().toLowerCase().split(/[-_]/)[0] ?? '';
