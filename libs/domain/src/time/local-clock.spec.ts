import { formatLocalTime, localClock, utcClock } from './local-clock.ts';

const moscow = localClock('Europe/Moscow', '2026-11-27T06:00:00.000Z');
const berlin = localClock('Europe/Berlin', '2026-10-01T06:00:00.000Z');

describe('localClock', () => {
  it('a zone without daylight saving has one offset', () => {
    expect(moscow).toEqual({ zone: 'Europe/Moscow', offsets: [{ from: '2026-11-27T06:00:00.000Z', minutes: 180 }] });
  });

  it('a zone with daylight saving has an offset for each season of the year ahead', () => {
    expect(berlin.offsets).toEqual([
      { from: '2026-10-01T06:00:00.000Z', minutes: 120 },
      { from: '2026-10-25T01:00:00.000Z', minutes: 60 },
      { from: '2027-03-28T01:00:00.000Z', minutes: 120 },
    ]);
  });
});

describe('formatLocalTime', () => {
  const now = '2026-11-27T06:30:00.000Z';

  it('a moment of the same day is a time in the zone and in UTC', () => {
    expect(formatLocalTime('2026-11-27T07:15:00.000Z', moscow, now)).toBe('10:15 Moscow (07:15 UTC)');
  });

  it('a moment of another day is shown with its day', () => {
    expect(formatLocalTime('2026-11-30T06:15:00.000Z', moscow, now)).toBe('30 Nov 09:15 Moscow (06:15 UTC)');
  });

  it('the day is always shown when there is no current time to compare with', () => {
    expect(formatLocalTime('2026-11-27T07:15:00.000Z', moscow)).toBe('27 Nov 10:15 Moscow (07:15 UTC)');
  });

  it('the UTC day is shown where it differs from the local one', () => {
    expect(formatLocalTime('2026-11-27T22:15:00.000Z', moscow)).toBe('28 Nov 01:15 Moscow (27 Nov 22:15 UTC)');
  });

  it('a moment after the change of the clocks has the new offset', () => {
    expect(formatLocalTime('2026-10-24T07:00:00.000Z', berlin)).toBe('24 Oct 09:00 Berlin (07:00 UTC)');
    expect(formatLocalTime('2026-10-26T07:00:00.000Z', berlin)).toBe('26 Oct 08:00 Berlin (07:00 UTC)');
  });

  it('a moment before the first offset has the first offset', () => {
    expect(formatLocalTime('2026-09-01T07:00:00.000Z', berlin)).toBe('1 Sep 09:00 Berlin (07:00 UTC)');
  });

  it('a moment on a UTC clock is shown only in UTC', () => {
    expect(formatLocalTime('2026-11-27T07:15:00.000Z', localClock('UTC', now), now)).toBe('07:15 UTC');
    expect(formatLocalTime('2026-11-27T07:15:00.000Z', utcClock, now)).toBe('07:15 UTC');
    expect(formatLocalTime('2026-11-28T07:15:00.000Z', utcClock, now)).toBe('28 Nov 07:15 UTC');
  });
});
