import { localDate } from './local-date.ts';

describe('localDate', () => {
  it.each([
    ['Europe/Moscow', '2026-03-02T20:59:59.999Z', '2026-03-02'],
    ['Europe/Moscow', '2026-03-02T21:00:00.000Z', '2026-03-03'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['America/New_York', '2026-01-01T04:59:00.000Z', '2025-12-31'],
  ])('the date in %s at %s is %s', (zone, moment, day) => {
    expect(localDate(zone, moment)).toBe(day);
  });
});
