import { aCalendar } from '../spec/team-fixtures.ts';
import { WorkingTimeCache } from './working-time-cache.ts';

describe('Working times that are kept', () => {
  const days = [{ date: '2026-03-09', kind: 'off' as const }];

  it('people with the same calendar share one', () => {
    const times = new WorkingTimeCache();
    const shared = times.of(aCalendar({ specialDays: days }));
    expect(times.of(aCalendar({ specialDays: days }))).toBe(shared);
    expect(times.of(aCalendar({ specialDays: structuredClone(days) }))).toBe(shared);
  });

  it.each([
    ['zone', { zone: 'Europe/Moscow' }],
    ['hours', { hours: {} }],
    ['specialDays', { specialDays: days }],
    ['absences', { absences: [{ from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' }] }],
  ])('another %s is another one', (_, changes) => {
    const times = new WorkingTimeCache();
    expect(times.of(aCalendar(changes))).not.toBe(times.of(aCalendar()));
  });
});
