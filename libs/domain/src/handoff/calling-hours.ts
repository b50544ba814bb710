import type { Agreement } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { weekdays } from '../time/working-calendar.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { zoneOfCountry } from '../time/zone-of-country.ts';

/**
 * The hours in which a lead may be called, the same every day. They are in the zone of the lead's country if it has only
 * one, and in the agreement's zone otherwise.
 */
export function callingCalendar({ touches, calendar }: Agreement, lead: LeadSnapshot, now: string): WorkingCalendar {
  const leadZone = lead.country === undefined ? undefined : zoneOfCountry(lead.country, now);
  return {
    zone: leadZone ?? calendar.zone,
    hours: Object.fromEntries(weekdays.map((weekday) => [weekday, [touches.callingHours]])),
    specialDays: [],
    absences: [],
  };
}
