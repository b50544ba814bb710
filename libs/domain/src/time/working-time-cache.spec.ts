import { aCalendar } from '../spec/team-fixtures.ts';
import { WorkingTimeCache } from './working-time-cache.ts';

describe('WorkingTimeCache', () => {
  const specialDays = [{ date: '2026-03-09', kind: 'off' as const }];

  it('equal calendars share one working time', () => {
    const times = new WorkingTimeCache();
    const shared = times.of(aCalendar({ specialDays }));
    expect(times.of(aCalendar({ specialDays }))).toBe(shared);
    expect(times.of(aCalendar({ specialDays: structuredClone(specialDays) }))).toBe(shared);
  });

  it.each([
    ['zone', { zone: 'Europe/Moscow' }],
    ['hours', { hours: {} }],
    ['specialDays', { specialDays }],
    ['absences', { absences: [{ from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' }] }],
  ])('calendars with different %s do not share a working time', (_, changes) => {
    const times = new WorkingTimeCache();
    expect(times.of(aCalendar(changes))).not.toBe(times.of(aCalendar()));
  });
});
