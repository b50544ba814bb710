import { WorkingTimeCache } from '@baton/domain';
import type { Agreement, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readCalendars } from './pool-member-rows.ts';

/** What is worked out of a calendar is kept for the next commit. */
const times = new WorkingTimeCache();

/**
 * The time of these people, by their hours and absences as they stand now.
 * @param since absences that ended before it are not looked at
 */
export async function workingTimesOf(
  transaction: SqlExecutor,
  personIds: readonly string[],
  agreement: Agreement,
  since: string,
): Promise<(personId?: string) => WorkingTime> {
  const defaultCalendar = agreementCalendar(agreement, since);
  const calendars = await readCalendars(transaction, personIds, since, defaultCalendar);
  return (personId) => times.of((personId !== undefined && calendars.get(personId)) || defaultCalendar);
}
