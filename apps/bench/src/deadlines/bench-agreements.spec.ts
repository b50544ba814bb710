import { WorkingTimeCache } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { dueAfter, dueAfterOpening, dueTogether } from './bench-agreements.ts';

const DAY_MILLISECONDS = 86_400_000;
const opensAt = Date.parse('2026-11-22T23:59:00.000Z');

function dueAt({ calendar, promises: { acceptance } }: Agreement, from: number): number {
  const milliseconds = Number(/PT(\d+)S/.exec(acceptance.within)?.[1]) * 1000;
  const time = new WorkingTimeCache().of({ ...calendar, absences: [] });
  return Date.parse(time.add(acceptance.counted, new Date(from).toISOString(), milliseconds));
}

describe('agreements of the benchmark', () => {
  it('all leads of a night are due at the same time', () => {
    for (const hoursBefore of [0.001, 1, 9]) {
      expect(dueAt(dueTogether(opensAt), opensAt - hoursBefore * 3_600_000)).toBe(dueAfterOpening(opensAt));
    }
  });

  it('the next owner has nothing due before the next day', () => {
    for (const secondsLate of [0.1, 15, 300]) {
      expect(dueAt(dueTogether(opensAt), dueAfterOpening(opensAt) + secondsLate * 1000)).toBeGreaterThan(
        opensAt + DAY_MILLISECONDS,
      );
    }
  });

  it('each handoff is due the given time after its transfer', () => {
    expect(dueAt(dueAfter(18), opensAt)).toBe(opensAt + 18_000);
  });
});
