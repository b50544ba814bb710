import { Problem } from '@baton/service';
import type { Caller } from '@baton/service';
import type { ReportQuery } from './report-query.ts';
import { restrictToVisible } from './report-access.ts';

const query = (filters: ReportQuery['filters'] = {}): ReportQuery => ({
  asOf: '2026-04-01T00:00:00.000Z',
  from: null,
  to: null,
  zone: 'UTC',
  filters,
});
const caller = (over: Partial<Caller>): Caller => ({ id: 'anna', roles: ['rep'], kind: 'person', ...over });
const filtersFor = (over: Partial<Caller>, filters: ReportQuery['filters'] = {}) =>
  restrictToVisible(query(filters), caller(over)).filters;

describe('restrictToVisible', () => {
  it('a marketer sees everything and can filter', () => {
    expect(filtersFor({ roles: ['marketer'] })).toEqual({});
    expect(filtersFor({ roles: ['ops'] }, { rep: 'boris' })).toEqual({ rep: 'boris' });
  });

  it('reps and closers see only their own figures, and a team lead sees those of the team', () => {
    expect(filtersFor({})).toEqual({ rep: 'anna' });
    expect(filtersFor({ id: 'kirill', roles: ['closer'], teamId: 'east' })).toEqual({ rep: 'kirill' });
    expect(filtersFor({ roles: ['team-lead'], teamId: 'east' }, { rep: 'boris' })).toEqual({
      rep: 'boris',
      team: 'east',
    });
    expect(filtersFor({ roles: ['rep', 'team-lead'], teamId: 'east' })).toEqual({ team: 'east' });
  });

  it('a team lead whose team is unknown sees only their own figures', () => {
    expect(filtersFor({ roles: ['team-lead'] })).toEqual({ rep: 'anna' });
  });

  it('a filter for another person or team is refused', () => {
    expect(() => filtersFor({}, { rep: 'boris' })).toThrow(Problem);
    expect(() => filtersFor({ roles: ['team-lead'], teamId: 'east' }, { team: 'west' })).toThrow(Problem);
  });
});
