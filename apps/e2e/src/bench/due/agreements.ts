import { defaultAgreement, PROMISE_NAMES, roundTheClock, type Agreement, type PromiseTerms } from '@baton/domain';

/** Long enough that nothing falls due while anything is measured. */
const never = 'PT240H';
/** A second owner is late by as much again: beyond the minute's end, so that this happens tomorrow. */
const secondsAfterOpening = 35;
const minute = 60_000;

const clockTime = (moment: number): string => new Date(moment).toISOString().slice(11, 16);

/** The default agreement, in which only acceptance falls due, and nothing is reminded of. */
function onlyAcceptance(acceptance: Partial<PromiseTerms>, hours: Agreement['calendar']['hours']): Agreement {
  const quiet = { ...defaultAgreement.promises };
  for (const name of PROMISE_NAMES) quiet[name] = { ...quiet[name], remindAt: [] };
  return {
    ...defaultAgreement,
    title: 'Only acceptance falls due, for measuring',
    sources: ['bench'],
    calendar: { zone: 'UTC', hours, days: [] },
    promises: {
      ...quiet,
      transfer: { ...quiet.transfer, within: never },
      acceptance: { ...quiet.acceptance, ...acceptance },
      'first-contact': { ...quiet['first-contact'], within: never, counted: 'always' },
      touches: { ...quiet.touches, within: never, counted: 'always' },
    },
  };
}

/** Handoffs that are open, and wait. */
export const nothingDue = (): Agreement => onlyAcceptance({ within: never, counted: 'always' }, roundTheClock);

/** Each handoff is due so long after its transfer. */
export const dueAfter = (seconds: number): Agreement =>
  onlyAcceptance({ within: `PT${seconds}S`, counted: 'always' }, roundTheClock);

/** The moment at which everything is due that was transferred before the office opens. */
export const dueOfOpening = (opensAt: number): number => opensAt + secondsAfterOpening * 1000;

/**
 * A night's leads: whenever they came, the clocks begin when the office opens, and all are due at one moment. The
 * office closes before anybody can be late a second time.
 *
 * @param opensAt a full minute
 */
export function dueTogether(opensAt: number): Agreement {
  const to = clockTime(opensAt + minute);
  const office = [{ from: clockTime(opensAt), to: to === '00:00' ? '24:00' : to }];
  const hours = Object.fromEntries(Object.keys(roundTheClock).map((weekday) => [weekday, office]));
  return onlyAcceptance({ within: `PT${secondsAfterOpening}S`, counted: 'working' }, hours);
}
