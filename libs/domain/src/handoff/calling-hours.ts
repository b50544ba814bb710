import type { Agreement } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { RecordedStep } from './record.ts';
import { timeOfDay } from '../time/civil-time.ts';
import { weekdays } from '../time/working-calendar.ts';
import type { WorkingCalendar } from '../time/working-calendar.ts';
import { offsetSpread, zonesOfCountry } from '../time/zones-of-country.ts';

/**
 * The hours in which a lead may be called, the same every day: a calendar for each zone that the lead could be in, all
 * of which must allow a call. The zone is the agreement's if none is known, or if no hour suits all of them.
 */
export function callingCalendars({ touches, calendar }: Agreement, lead: LeadSnapshot, now: string): WorkingCalendar[] {
  const { callingHours } = touches;
  const known = lead.zones ?? (lead.country === undefined ? [] : zonesOfCountry(lead.country, now));
  const hoursADay = (timeOfDay(callingHours.to) as number) - (timeOfDay(callingHours.from) as number);
  const zones = known.length > 0 && offsetSpread(known, now) < hoursADay ? known : [calendar.zone];
  return zones.map((zone) => ({
    zone,
    hours: Object.fromEntries(weekdays.map((weekday) => [weekday, [callingHours]])),
    specialDays: [],
    absences: [],
  }));
}

/** The lead with the time zones of its last correction, because a corrected phone can be in other zones. */
export function leadWithCurrentZones(lead: LeadSnapshot, record: readonly RecordedStep[]): LeadSnapshot {
  const zones = record
    .flatMap(({ step }) => (step.type === 'contact-corrected' && step.zones ? [step.zones] : []))
    .at(-1);
  if (zones === undefined) return lead;
  const { zones: _before, ...attributes } = lead;
  return zones.length === 0 ? attributes : { ...attributes, zones };
}
