import type { Role } from '@baton/domain';

/** The roles of the people in tests: those of the demo team, and reps. */
export function rolesOf(personId: string): Role[] {
  const special: Record<string, Role[]> = {
    tatiana: ['team-lead'],
    adam: ['admin'],
    olga: ['ops'],
    kirill: ['closer'],
    marina: ['marketer'],
    arkady: ['arbiter'],
  };
  return special[personId] ?? ['rep'];
}
