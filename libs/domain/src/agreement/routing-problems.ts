import { duplicates } from './agreement-problem.ts';
import type { AgreementProblem } from './agreement-problem.ts';
import type { RoutingCondition, RoutingRule, RoutingTerms } from './routing-terms.ts';

export function routingProblems({ rules }: RoutingTerms): AgreementProblem[] {
  return [
    ...duplicates(rules, ({ id }) => id, 'routing.rules', 'id'),
    ...unreachableRules(rules),
    ...rules.flatMap(({ when }, index) => (when ? conditionProblems(when, `routing.rules.${index}.when`) : [])),
  ];
}

const matchesAll = ({ when }: RoutingRule): boolean => when === undefined || Object.keys(when).length === 0;

/** The first matching rule decides, so rules after one that matches every lead are never used. */
function unreachableRules(rules: readonly RoutingRule[]): AgreementProblem[] {
  const catchAll = rules.findIndex(matchesAll);
  if (catchAll < 0) return [];
  return rules.slice(catchAll + 1).map((_, offset) => ({
    path: `routing.rules.${catchAll + 1 + offset}`,
    message: `the rule "${rules[catchAll]?.id}" above matches every lead, so this one is never used: move it above that rule, or give "${rules[catchAll]?.id}" a condition`,
  }));
}

export function conditionProblems({ employees, score, signal }: RoutingCondition, path: string): AgreementProblem[] {
  const { atLeast, atMost } = employees ?? {};
  const problems: AgreementProblem[] = [];
  if (employees && atLeast === undefined && atMost === undefined) {
    problems.push({
      path: `${path}.employees`,
      message: 'there is neither atLeast nor atMost: write at least one of them, or remove employees',
    });
  }
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    const message = `no company has at least ${atLeast} and at most ${atMost} employees: write the smaller number as atLeast`;
    problems.push({ path: `${path}.employees`, message });
  }
  if (score && score.atLeast > 100) {
    problems.push({
      path: `${path}.score.atLeast`,
      message: `a score is at most 100, so ${score.atLeast} is never reached: write 100 or less`,
    });
  }
  return [...problems, ...duplicates(signal ?? [], (kind) => kind, `${path}.signal`)];
}
