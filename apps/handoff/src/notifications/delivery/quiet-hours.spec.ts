import type { NotificationKind } from '@baton/wording';
import { heldUntil, parseQuietHours, quietUntil } from './quiet-hours.ts';
import type { RecipientSchedule } from './quiet-hours.ts';

const quiet = parseQuietHours('20:00-08:00');
const held = (at: string, recipient: string | RecipientSchedule, kind: NotificationKind, dueAt?: string): string =>
  heldUntil(
    { kind, dueAt },
    new Date(at),
    typeof recipient === 'string' ? { zone: recipient } : recipient,
    quiet,
  ).toISOString();

describe('Quiet hours', () => {
  it.each([
    ['2026-11-23T16:59:00Z', 'Europe/Moscow', undefined],
    ['2026-11-23T17:00:00Z', 'Europe/Moscow', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24T04:59:59Z', 'Europe/Moscow', '2026-11-24T05:00:00.000Z'],
    ['2026-11-24T05:00:00Z', 'Europe/Moscow', undefined],
    ['2026-11-23T17:00:00Z', 'America/New_York', undefined],
    // The clocks go back that night, which makes it an hour longer.
    ['2026-10-24T20:00:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
    ['2026-03-28T20:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
  ])('the quiet hours at %s in %s end at %s', (at, zone, end) => {
    expect(quiet && quietUntil(new Date(at), zone, quiet)?.toISOString()).toBe(end);
  });

  it('messages that can wait are held until the person’s morning', () => {
    const night = '2026-11-23T20:00:00.000Z';
    const morning = '2026-11-24T05:00:00.000Z';
    expect(held(night, 'Europe/Moscow', 'new-lead', '2026-11-24T06:15:00Z')).toBe(morning);
    expect(held(night, 'Europe/Moscow', 'promise-broken', night)).toBe(morning);
    expect(held(night, 'Europe/Moscow', 'return-contested')).toBe(morning);
  });

  it('a message about something due before the quiet hours end is not held', () => {
    const night = '2026-11-23T20:00:00.000Z';
    expect(held(night, 'Europe/Moscow', 'lead-replied', '2026-11-23T20:05:00Z')).toBe(night);
    expect(held(night, 'Europe/Moscow', 'new-lead', '2026-11-23T20:15:00Z')).toBe(night);
    expect(held(night, 'Europe/Moscow', 'reminder', '2026-11-24T04:00:00Z')).toBe(night);
  });

  it('quiet hours do not apply to a person at work, and end when their shift begins', () => {
    const night = '2026-11-23T20:00:00.000Z';
    const worksFrom = (moment: string): RecipientSchedule => ({ zone: 'Europe/Moscow', worksFrom: new Date(moment) });
    expect(held(night, worksFrom(night), 'promise-broken', night)).toBe(night);
    const atThree = '2026-11-24T00:00:00.000Z';
    expect(held(night, worksFrom(atThree), 'promise-broken', night)).toBe(atThree);
    expect(held(night, worksFrom('2026-11-24T06:00:00.000Z'), 'returned')).toBe('2026-11-24T05:00:00.000Z');
  });

  it('a reminder waits for the recipient’s shift, also outside the quiet hours, unless it would come too late', () => {
    const evening = '2026-11-23T15:30:00.000Z';
    const night = '2026-11-23T20:00:00.000Z';
    const shift = '2026-11-24T06:00:00.000Z';
    const anna: RecipientSchedule = { zone: 'Europe/Moscow', worksFrom: new Date(shift) };
    expect(held(evening, anna, 'reminder', '2026-11-24T10:00:00Z')).toBe(shift);
    expect(held(night, anna, 'reminder', '2026-11-24T10:00:00Z')).toBe(shift);
    expect(held(evening, anna, 'reminder', '2026-11-23T19:00:00Z')).toBe(evening);
    // Due in the night, by hours that pass at night as well. Nobody is disturbed for it.
    expect(held(night, anna, 'reminder', '2026-11-24T00:00:00Z')).toBe('2026-11-24T05:00:00.000Z');
    const atWork: RecipientSchedule = { zone: 'Europe/Moscow', worksFrom: new Date(night) };
    expect(held(night, atWork, 'reminder', '2026-11-24T10:00:00Z')).toBe(night);
    expect(held(evening, anna, 'new-lead', '2026-11-24T10:00:00Z')).toBe(evening);
  });

  it('quiet hours can be within one day, or switched off', () => {
    const lunch = parseQuietHours('12:00-13:30');
    expect(lunch && quietUntil(new Date('2026-11-23T12:10:20Z'), 'UTC', lunch)?.toISOString()).toBe(
      '2026-11-23T13:30:00.000Z',
    );
    expect(parseQuietHours('none')).toBeUndefined();
  });
});
