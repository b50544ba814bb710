import type { RoutingTerms } from './routing-terms.ts';
import { unknownTeams } from './unknown-teams.ts';

const terms: RoutingTerms = {
  rules: [
    { id: 'large', when: { segment: ['enterprise'] }, pool: { team: 'enterprise' } },
    { id: 'south', when: { region: ['Texas'] }, pool: { team: 'south', skills: ['oil'] } },
    { id: 'everybody', pool: {} },
  ],
  oneOwnerPerCompany: true,
  weight: 'equal',
};

describe('Teams that a rule names and that are not there', () => {
  it('are told with their rule', () => {
    expect(unknownTeams(terms, ['sales', 'enterprise'])).toEqual([
      {
        path: 'routing.rules.1.pool.team',
        message: 'there is no team "south": until it is founded, the rule "south" is passed over',
      },
    ]);
  });

  it('are none where all are there, or no rule names any', () => {
    expect(unknownTeams(terms, ['south', 'enterprise'])).toEqual([]);
    expect(unknownTeams({ ...terms, rules: [{ id: 'everybody', pool: {} }] }, [])).toEqual([]);
  });
});
