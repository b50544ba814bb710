import type { Agreement } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { weekdays } from '../time/working-calendar.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { zoneOfCountry } from '../time/zone-of-country.ts';

/** When a lead may be called, on any day: in the zone of its country if that has only one, or else in the agreement's. */
export function callingCalendar({ touches, calendar }: Agreement, lead: LeadSnapshot, now: string): WorkingCalendar {
  const leadZone = lead.country === undefined ? undefined : zoneOfCountry(lead.country, now);
  return {
    zone: leadZone ?? calendar.zone,
    hours: Object.fromEntries(weekdays.map((weekday) => [weekday, [touches.callingHours]])),
    specialDays: [],
    absences: [],
  };
}
