import { defaultAgreement, MINUTE, promiseNames, roundTheClock } from '@baton/domain';
import type { Agreement, PromiseTerms } from '@baton/domain';

/** Longer than any measurement. */
const LONG_DURATION = 'PT240H';
/** More than half a minute: the deadline of a second owner falls after the office closes, and so on the next day. */
const SECONDS_AFTER_OPENING = 35;

const clockTime = (moment: number): string => new Date(moment).toISOString().slice(11, 16);

/** The default agreement in which only acceptance falls due, without reminders. */
function acceptanceOnly(acceptance: Partial<PromiseTerms>, hours: Agreement['calendar']['hours']): Agreement {
  const quiet = structuredClone(defaultAgreement.promises);
  for (const name of promiseNames) quiet[name].remindAtShares = [];
  return {
    ...defaultAgreement,
    title: 'Benchmark: only acceptance falls due',
    sources: ['bench'],
    calendar: { zone: 'UTC', hours, specialDays: [] },
    promises: {
      ...quiet,
      transfer: { ...quiet.transfer, within: LONG_DURATION },
      acceptance: { ...quiet.acceptance, ...acceptance },
      'first-contact': { ...quiet['first-contact'], within: LONG_DURATION, counted: 'always' },
      touches: { ...quiet.touches, within: LONG_DURATION, counted: 'always' },
    },
  };
}

/** Nothing falls due: handoffs stay open. */
export const nothingDue = (): Agreement => acceptanceOnly({ within: LONG_DURATION, counted: 'always' }, roundTheClock);

/** Acceptance is due the given time after the transfer. */
export const dueAfter = (seconds: number): Agreement =>
  acceptanceOnly({ within: `PT${seconds}S`, counted: 'always' }, roundTheClock);

/** When all leads that were transferred before the office opens are due. */
export const dueAfterOpening = (opensAt: number): number => opensAt + SECONDS_AFTER_OPENING * 1000;

/**
 * The leads of a night: the clocks of all of them start when the office opens, so that they are due at the same time. The
 * office closes before a second owner can be late.
 *
 * @param opensAt a full minute
 */
export function dueTogether(opensAt: number): Agreement {
  const to = clockTime(opensAt + MINUTE);
  const office = [{ from: clockTime(opensAt), to: to === '00:00' ? '24:00' : to }];
  const hours = Object.fromEntries(Object.keys(roundTheClock).map((weekday) => [weekday, office]));
  return acceptanceOnly({ within: `PT${SECONDS_AFTER_OPENING}S`, counted: 'working' }, hours);
}
