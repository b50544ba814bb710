import fc from 'fast-check';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import { allRoles, rolesThatReadAll } from '../roles.ts';
import type { Role } from '../roles.ts';
import { mayReadRecord, noRelation, relationAfter } from './record-access.ts';
import type { RecordReader, RecordRelation } from './record-access.ts';

const anna = (...roles: Role[]): RecordReader => ({ id: 'anna', roles, teamId: 'sales' });

describe('mayReadRecord', () => {
  it.each(rolesThatReadAll)('the role %s reads every record', (role) => {
    expect(mayReadRecord(anna(role), noRelation)).toBe(true);
  });

  it.each(allRoles)('a person with the role %s reads what they own and what they have passed on', (role) => {
    expect(mayReadRecord(anna(role), { ownerIds: ['anna'], teamIds: ['other'] })).toBe(true);
    expect(mayReadRecord(anna(role), { ownerIds: ['anna', 'boris'], teamIds: ['other'] })).toBe(true);
  });

  it.each(['rep', 'closer', 'integration'] as const)('the role %s reads nothing by its team', (role) => {
    expect(mayReadRecord(anna(role), { ownerIds: ['boris'], teamIds: ['sales'] })).toBe(false);
    expect(mayReadRecord(anna(role), { ownerIds: [], teamIds: ['sales'] })).toBe(false);
  });

  it('a team lead reads what the team has, has queued and has passed on, and nothing of other teams', () => {
    const lead = anna('team-lead');
    expect(mayReadRecord(lead, { ownerIds: ['boris'], teamIds: ['sales'] })).toBe(true);
    expect(mayReadRecord(lead, { ownerIds: [], teamIds: ['sales'] })).toBe(true);
    expect(mayReadRecord(lead, { ownerIds: ['boris', 'olga'], teamIds: ['sales', 'other'] })).toBe(true);
    expect(mayReadRecord(lead, { ownerIds: ['olga'], teamIds: ['other'] })).toBe(false);
  });

  it('a team lead whose team is unknown reads only what they have owned', () => {
    const lead: RecordReader = { id: 'anna', roles: ['team-lead'] };
    expect(mayReadRecord(lead, { ownerIds: ['boris'], teamIds: ['sales'] })).toBe(false);
    expect(mayReadRecord(lead, { ownerIds: ['anna'], teamIds: [] })).toBe(true);
  });

  it('a lead that nobody has had is read only by the roles that read everything', () => {
    for (const role of allRoles)
      expect(mayReadRecord(anna(role), noRelation)).toBe(rolesThatReadAll.some((readsAll) => readsAll === role));
  });
});

describe('relationAfter', () => {
  it('the relation names everyone who has owned the handoff, and each team that has had it', () => {
    fc.assert(
      fc.property(anyLifecycle, (lifecycle) => {
        const owners = new Set<string>();
        const teams = new Set<string>();
        const { record } = runLifecycle(lifecycle, ({ state }) => {
          if (state.teamId !== null) teams.add(state.teamId);
          for (const { ownerId } of state.ownerships) owners.add(ownerId);
        });
        const relation = relationAfter(
          noRelation,
          record.map(({ step }) => step),
        );
        expect(new Set(relation.ownerIds)).toEqual(owners);
        expect(new Set(relation.teamIds)).toEqual(teams);
      }),
      { numRuns: 200 },
    );
  });

  it('the relation does not depend on the order of the steps, nor on a step that comes twice', () => {
    fc.assert(
      fc.property(anyLifecycle, fc.infiniteStream(fc.nat()), (lifecycle, numbers) => {
        const steps = runLifecycle(lifecycle, () => undefined).record.map(({ step }) => step);
        const shuffled = [...steps, ...steps]
          .map((step) => ({ step, position: numbers.next().value as number }))
          .sort((a, b) => a.position - b.position)
          .map(({ step }) => step);
        const sorted = ({ ownerIds, teamIds }: RecordRelation): string[][] => [
          [...ownerIds].sort(),
          [...teamIds].sort(),
        ];
        expect(sorted(relationAfter(noRelation, shuffled))).toEqual(sorted(relationAfter(noRelation, steps)));
      }),
      { numRuns: 50 },
    );
  });
});
