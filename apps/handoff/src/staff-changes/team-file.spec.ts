import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTeamFile } from './team-file.ts';

describe('The team file', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'baton-team-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const read = async (people: string, told = 'lead: anna') => {
    const file = join(directory, 'team.yaml');
    await writeFile(
      file,
      `teams: [{ id: sales, name: Sales, ${told} }, { id: north, name: North }]\npeople:\n${people}`,
    );
    return readTeamFile(file);
  };

  it('says where people work, when, what they can, and how much', async () => {
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
    ['a team that is not there', '{ id: anna, roles: [rep], team: south }', /people\.0\.team: there is no team south/],
    ['a zone of no map', '{ id: anna, roles: [rep], zone: Mars }', /people\.0\.zone: "Mars" is not a time zone/],
    [
      'hours that run backwards',
      "{ id: anna, roles: [rep], hours: { monday: [{ from: '18:00', to: '09:00' }] } }",
      /people\.0\.hours\.monday\.0/,
    ],
    ['hours that are none', '{ id: anna, roles: [rep], hours: {} }', /people\.0\.hours: a person who never works/],
    ['a cap below zero', '{ id: anna, roles: [rep], cap: -1 }', /people\.0\.cap/],
    ['a deputy of another team', '{ id: anna, roles: [rep], team: sales, deputy: boris }', /people\.0\.deputy/],
  ])('refuses %s, and says where', async (_, person, expected) => {
    await expect(read(`  - ${person}\n  - { id: boris, roles: [rep], team: north }`)).rejects.toThrow(expected);
  });

  it.each(['lead', 'head'])(
    'refuses a %s who is none of its people: nobody would be told of breaches',
    async (field) => {
      await expect(read('  - { id: anna, roles: [rep], team: sales }', `${field}: tatiana`)).rejects.toThrow(
        `teams.0.${field}: there is no person tatiana; add them under people, or leave ${field} out`,
      );
    },
  );

  it('is what the demonstration ships', () => {
    const file = join(import.meta.dirname, '../../../../infra/seed/people.yaml');
    expect(readTeamFile(file).people.filter(({ roles }) => roles.includes('rep'))).toHaveLength(4);
  });
});
