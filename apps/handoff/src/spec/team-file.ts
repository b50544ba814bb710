import { roundTheClock } from '@baton/domain';

/** Tests run at any hour. */
const atAnyHour = JSON.stringify(roundTheClock);

/** One team of three reps. */
export const teamFile = `
teams: [{ id: sales, name: Sales }]
people:
  - { id: anna, roles: [rep], team: sales, email: anna@example.com, hours: ${atAnyHour} }
  - { id: boris, roles: [rep], team: sales, email: boris@example.com, hours: ${atAnyHour} }
  - { id: clara, roles: [rep], team: sales, email: clara@example.com, hours: ${atAnyHour} }
  - { id: tatiana, roles: [team-lead], team: sales, email: tatiana@example.com }
  - { id: marina, roles: [marketer], email: marina@example.com }
`;
