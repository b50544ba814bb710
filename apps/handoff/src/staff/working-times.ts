import { WorkingTimeCache } from '@baton/domain';
import type { Agreement, WorkingCalendar, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readCalendars } from './pool-member-rows.ts';

/** Kept from one commit to the next, because working out a calendar is slow. */
const times = new WorkingTimeCache();

/** The working time of a person, or of the agreement if no person is given. */
export interface WorkingTimes {
  (personId?: string): WorkingTime;
  /** Whenever at least one of these people works. */
  union(personIds: readonly string[]): WorkingTime;
}

/**
 * The working time of these people, by their current hours and absences.
 * @param since absences that ended earlier are left out
 */
export async function workingTimesOf(
  transaction: SqlExecutor,
  personIds: readonly string[],
  agreement: Agreement,
  since: string,
): Promise<WorkingTimes> {
  const defaultCalendar = agreementCalendar(agreement, since);
  const calendars = await readCalendars(transaction, personIds, since, defaultCalendar);
  const calendarOf = (personId?: string): WorkingCalendar =>
    (personId !== undefined && calendars.get(personId)) || defaultCalendar;
  return Object.assign((personId?: string) => times.of(calendarOf(personId)), {
    union: (ids: readonly string[]) => times.union(ids.map(calendarOf)),
  });
}
