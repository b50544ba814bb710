import { defaultAgreement, promiseNames, roundTheClock } from '@baton/domain';
import type { Agreement, PromiseTerms } from '@baton/domain';

/** Long enough that nothing falls due while anything is measured. */
const LONG_DURATION = 'PT240H';
/** A second owner is late by as much again: beyond the minute's end, so that this happens tomorrow. */
const SECONDS_AFTER_OPENING = 35;
const MINUTE = 60_000;

const clockTime = (moment: number): string => new Date(moment).toISOString().slice(11, 16);

/** The default agreement, in which only acceptance falls due, and nothing is reminded of. */
function acceptanceOnly(acceptance: Partial<PromiseTerms>, hours: Agreement['calendar']['hours']): Agreement {
  const quiet = { ...defaultAgreement.promises };
  for (const name of promiseNames) quiet[name] = { ...quiet[name], remindAtShares: [] };
  return {
    ...defaultAgreement,
    title: 'Only acceptance falls due, for measuring',
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

/** Handoffs that are open, and wait. */
export const nothingDue = (): Agreement => acceptanceOnly({ within: LONG_DURATION, counted: 'always' }, roundTheClock);

/** Each handoff is due so long after its transfer. */
export const dueAfter = (seconds: number): Agreement =>
  acceptanceOnly({ within: `PT${seconds}S`, counted: 'always' }, roundTheClock);

/** The moment at which everything is due that was transferred before the office opens. */
export const dueAfterOpening = (opensAt: number): number => opensAt + SECONDS_AFTER_OPENING * 1000;

/**
 * A night's leads: whenever they came, the clocks begin when the office opens, and all are due at one moment. The
 * office closes before anybody can be late a second time.
 *
 * @param opensAt a full minute
 */
export function dueTogether(opensAt: number): Agreement {
  const to = clockTime(opensAt + MINUTE);
  const office = [{ from: clockTime(opensAt), to: to === '00:00' ? '24:00' : to }];
  const hours = Object.fromEntries(Object.keys(roundTheClock).map((weekday) => [weekday, office]));
  return acceptanceOnly({ within: `PT${SECONDS_AFTER_OPENING}S`, counted: 'working' }, hours);
}
