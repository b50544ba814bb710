import fc from 'fast-check';
import { route, type PoolMember } from './route.ts';

const pool = (...members: [string, string?, boolean?][]): PoolMember[] =>
  members.map(([personId, lastAssignedAt, active = true]) => ({
    personId,
    active,
    ...(lastAssignedAt && { lastAssignedAt }),
  }));
const earlier = '2026-03-02T09:00:00.000Z';
const later = '2026-03-02T10:00:00.000Z';

describe('Round robin', () => {
  test('whoever waited longest; who never had one goes first; ties by id', () => {
    const request = { teamId: 'sales', leftOut: [] };
    expect(route(request, pool(['anna', later], ['boris', earlier])).chosen).toBe('boris');
    expect(route(request, pool(['anna', earlier], ['boris'])).chosen).toBe('boris');
    expect(route(request, pool(['clara'], ['boris'], ['anna', earlier])).chosen).toBe('boris');
  });

  test('says who was left out and why', () => {
    const request = { teamId: 'sales', leftOut: [{ personId: 'anna', why: 'declined' as const }] };
    const decision = route(request, pool(['anna'], ['boris', earlier, false], ['clara', later]));
    expect(decision).toMatchObject({
      chosen: 'clara',
      leftOut: [
        { personId: 'anna', why: 'declined' },
        { personId: 'boris', why: 'inactive' },
      ],
    });
  });

  test('nobody left: nobody chosen', () => {
    expect(route({ teamId: 'sales', leftOut: [] }, pool(['anna', earlier, false]))).not.toHaveProperty('chosen');
  });

  const member = fc.record(
    {
      personId: fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }),
      active: fc.boolean(),
      lastAssignedAt: fc
        .date({ min: new Date(earlier), max: new Date(later), noInvalidDate: true })
        .map((date) => date.toISOString()),
    },
    { requiredKeys: ['personId', 'active'] },
  );
  const anyPool = fc.uniqueArray(member, { selector: ({ personId }) => personId, maxLength: 8 });
  const why = fc.constantFrom('declined' as const, 'promise-broken' as const, 'previous-owner' as const);

  test('is the same in any order, never chooses who is left out, and can be computed again from what is recorded', () => {
    fc.assert(
      fc.property(anyPool, fc.array(fc.nat(7)), why, (members, positions, reason) => {
        const leftOut = [...new Set(positions)].flatMap((position) => {
          const known = members[position];
          return known ? [{ personId: known.personId, why: reason }] : [];
        });
        const decision = route({ teamId: 'sales', leftOut }, members);
        expect(route({ teamId: 'sales', leftOut }, [...members].reverse()).chosen).toBe(decision.chosen);
        expect(leftOut.some(({ personId }) => personId === decision.chosen)).toBe(false);
        expect(decision.leftOut.length + (decision.chosen ? 1 : 0)).toBeLessThanOrEqual(members.length);
        const recorded = decision.leftOut.flatMap((person) =>
          person.why === 'inactive' ? [] : [{ personId: person.personId, why: person.why }],
        );
        expect(route({ teamId: decision.teamId, leftOut: recorded }, decision.pool)).toEqual(decision);
      }),
      { numRuns: 2000 },
    );
  });
});
