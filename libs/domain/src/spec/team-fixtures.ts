import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { PoolMember } from '../routing/member.ts';
import type { RoutingRequest } from '../routing/route.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import type { WeeklyHours, WorkingCalendar } from '../time/working-calendar.ts';

/** The same hours on every day from Monday to Friday. */
export function officeHours(from: string, to: string): WeeklyHours {
  const day = [{ from, to }];
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
}

export const aCalendar = (changes: Partial<WorkingCalendar> = {}): WorkingCalendar => ({
  zone: 'UTC',
  hours: officeHours('09:00', '18:00'),
  specialDays: [],
  absences: [],
  ...changes,
});

export const alwaysAtWork = aCalendar({ hours: roundTheClock });

/** A rep of the sales team who works at any hour, without a cap. */
export const aMember = (personId: string, changes: Partial<PoolMember> = {}): PoolMember => ({
  personId,
  teamId: 'sales',
  active: true,
  skills: [],
  languages: [],
  openHandoffs: 0,
  takenSlots: 0,
  unresponsive: false,
  pass: 0,
  calendar: alwaysAtWork,
  ...changes,
});

/** A lead on Monday, 2 March 2026, at 10:00 UTC, for a team that works from 9 to 18. */
export const aRequest = (changes: Partial<RoutingRequest> = {}): RoutingRequest => ({
  now: '2026-03-02T10:00:00.000Z',
  terms: { ...defaultAgreement.routing, weight: 'equal' },
  firstContact: defaultAgreement.promises['first-contact'],
  calendar: aCalendar(),
  teams: ['sales'],
  lead: {
    snapshot: { source: 'website', reachableBy: ['phone'], flags: [], consent: true, signals: [] },
    score: 50,
  },
  exclusions: [],
  queuedAhead: [],
  ...changes,
});
