import type { RoutingTerms } from './routing-terms.ts';
import { unknownTeams } from './unknown-teams.ts';

const terms: RoutingTerms = {
  rules: [
    { id: 'large', when: { segment: ['enterprise'] }, pool: { team: 'enterprise' } },
    { id: 'south', when: { region: ['Texas'] }, pool: { team: 'south', skills: ['oil'] } },
    { id: 'everybody', pool: {} },
  ],
  oneOwnerPerCompany: true,
  sqlOwnerFor: 'P180D',
  weight: 'equal',
  slots: 1,
  pointsPerDayInQueue: 10,
  atWorkWithin: 'PT24H',
};

describe('unknownTeams', () => {
  it('an unknown team is reported with its rule', () => {
    expect(unknownTeams(terms, ['sales', 'enterprise'])).toEqual([
      {
        path: 'routing.rules.1.pool.team',
        message: 'there is no team "south": until it is created, the rule "south" is skipped',
      },
    ]);
  });

  it('rules with existing teams or without a team have no problems', () => {
    expect(unknownTeams(terms, ['south', 'enterprise'])).toEqual([]);
    expect(unknownTeams({ ...terms, rules: [{ id: 'everybody', pool: {} }] }, [])).toEqual([]);
  });
});
