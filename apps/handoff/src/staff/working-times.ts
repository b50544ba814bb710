import { WorkingTimeCache } from '@baton/domain';
import type { Agreement, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readCalendars } from './pool-member-rows.ts';

/** Kept from one commit to the next, because working out a calendar is slow. */
const times = new WorkingTimeCache();

/**
 * The working time of these people, by their current hours and absences.
 * @param since absences that ended earlier are left out
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
