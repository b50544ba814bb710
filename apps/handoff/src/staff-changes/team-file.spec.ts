import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTeamFile } from './team-file.ts';

describe('readTeamFile', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'baton-team-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const read = async (people: string, teamFields = 'lead: anna') => {
    const file = join(directory, 'team.yaml');
    await writeFile(
      file,
      `teams: [{ id: sales, name: Sales, ${teamFields} }, { id: north, name: North }]\npeople:\n${people}`,
    );
    return readTeamFile(file);
  };

  it('the file sets the team, zone, hours, skills, languages, cap and deputy of people', async () => {
    const { teams, people } = await read(`
      - { id: anna, roles: [rep], team: sales }
      - id: zoya
        roles: [rep]
        team: sales
        zone: Asia/Yekaterinburg
        hours: { monday: [{ from: '09:00', to: '13:00' }, { from: '15:00', to: '19:00' }] }
        skills: [tenders]
        languages: [ru, en]
        cap: 20
        deputy: anna`);
    expect(teams[0]).toMatchObject({ lead: 'anna' });
    expect(people[0]).toMatchObject({ id: 'anna', skills: [], languages: [] });
    expect(people[1]).toMatchObject({ zone: 'Asia/Yekaterinburg', cap: 20, deputy: 'anna' });
  });

  it.each([
    ['an unknown team', '{ id: anna, roles: [rep], team: south }', /people\.0\.team: there is no team south/],
    ['an unknown zone', '{ id: anna, roles: [rep], zone: Mars }', /people\.0\.zone: "Mars" is not a time zone/],
    [
      'an interval that ends before it starts',
      "{ id: anna, roles: [rep], hours: { monday: [{ from: '18:00', to: '09:00' }] } }",
      /people\.0\.hours\.monday\.0/,
    ],
    ['empty hours', '{ id: anna, roles: [rep], hours: {} }', /people\.0\.hours: a person who never works/],
    ['a cap below zero', '{ id: anna, roles: [rep], cap: -1 }', /people\.0\.cap/],
    ['a deputy of another team', '{ id: anna, roles: [rep], team: sales, deputy: boris }', /people\.0\.deputy/],
  ])('the file is refused for %s, and the error names the field', async (_, person, expected) => {
    await expect(read(`  - ${person}\n  - { id: boris, roles: [rep], team: north }`)).rejects.toThrow(expected);
  });

  it.each(['lead', 'head'])(
    'the file is refused if the %s of a team is not among its people, because nobody would be notified of breaches',
    async (field) => {
      await expect(read('  - { id: anna, roles: [rep], team: sales }', `${field}: tatiana`)).rejects.toThrow(
        `teams.0.${field}: there is no person tatiana: add them under people, or leave ${field} out`,
      );
    },
  );

  it('the demo team file is valid', () => {
    const file = join(import.meta.dirname, '../../../../infra/seed/people.yaml');
    expect(readTeamFile(file).people.filter(({ roles }) => roles.includes('rep'))).toHaveLength(4);
  });
});
