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

/** The first rule that matches decides, so that behind one which matches every lead none is looked at. */
function unreachableRules(rules: readonly RoutingRule[]): AgreementProblem[] {
  const catchAll = rules.findIndex(matchesAll);
  if (catchAll < 0) return [];
  return rules.slice(catchAll + 1).map((_, later) => ({
    path: `routing.rules.${catchAll + 1 + later}`,
    message: `"${rules[catchAll]?.id}" before it matches every lead, so this rule never does: move it above, or give "${rules[catchAll]?.id}" a condition`,
  }));
}

function conditionProblems({ employees, score }: RoutingCondition, path: string): AgreementProblem[] {
  const { atLeast, atMost } = employees ?? {};
  const problems: AgreementProblem[] = [];
  if (employees && atLeast === undefined && atMost === undefined) {
    problems.push({
      path: `${path}.employees`,
      message: 'neither atLeast nor atMost: write one of them, or leave it out',
    });
  }
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    const message = `no company has at least ${atLeast} and at most ${atMost} employees: write the smaller number at atLeast`;
    problems.push({ path: `${path}.employees`, message });
  }
  if (score && score.atLeast > 100) {
    problems.push({
      path: `${path}.score.atLeast`,
      message: `a score is 0 to 100, so ${score.atLeast} is never reached: write less`,
    });
  }
  return problems;
}
