import type { AgreementProblem } from './agreement-problem.ts';
import type { RoutingTerms } from './routing-terms.ts';

/**
 * Teams that rules name and that are not there. It keeps no agreement from being published: a team may be founded
 * later, and until then its rule is passed over.
 *
 * @param teams ids
 */
export const unknownTeams = ({ rules }: RoutingTerms, teams: readonly string[]): AgreementProblem[] =>
  rules.flatMap(({ id, pool: { team } }, index) =>
    team === undefined || teams.includes(team)
      ? []
      : [
          {
            path: `routing.rules.${index}.pool.team`,
            message: `there is no team "${team}": until it is founded, the rule "${id}" is passed over`,
          },
        ],
  );
