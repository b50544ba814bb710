import type { AgreementProblem } from './agreement-problem.ts';
import type { RoutingTerms } from './routing-terms.ts';

/**
 * Routing rules whose team does not exist. They do not prevent publishing: the team may be created later, and until then
 * its rule is skipped.
 *
 * @param teams ids of the existing teams
 */
export const unknownTeams = ({ rules }: RoutingTerms, teams: readonly string[]): AgreementProblem[] =>
  rules.flatMap(({ id, pool: { team } }, index) =>
    team === undefined || teams.includes(team)
      ? []
      : [
          {
            path: `routing.rules.${index}.pool.team`,
            message: `there is no team "${team}": until it is created, the rule "${id}" is skipped`,
          },
        ],
  );
