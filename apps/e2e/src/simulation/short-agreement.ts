import { defaultAgreement, roundTheClock } from '@baton/domain';
import type { Agreement, PromiseTerms } from '@baton/domain';

/** The source of all simulated leads. */
export const SIMULATION_SOURCE = 'simulation';

/** Shortens all escalations after the breach to a few seconds. */
const withShortDurations = <Terms extends PromiseTerms>(terms: Terms, within: string): Terms => ({
  ...terms,
  within,
  ladder: terms.ladder.map((step) => ({ ...step, after: step.after === 'PT0S' ? 'PT0S' : 'PT5S' })),
});

/** The default agreement with short durations, so that a handoff with all its escalations takes a minute or two. */
export function shortAgreement(sources: string[] = [SIMULATION_SOURCE]): Agreement {
  const { promises, touches, returns, calendar } = defaultAgreement;
  return {
    ...defaultAgreement,
    title: 'Short durations for the simulation',
    sources,
    calendar: { zone: calendar.zone, hours: roundTheClock, specialDays: [] },
    promises: {
      transfer: withShortDurations(promises.transfer, 'PT20S'),
      acceptance: withShortDurations(promises.acceptance, 'PT8S'),
      'first-contact': { ...withShortDurations(promises['first-contact'], 'PT10S'), idleAfter: 'PT10S' },
      touches: withShortDurations(promises.touches, 'PT40S'),
      'reply-to-lead': withShortDurations(promises['reply-to-lead'], 'PT20S'),
      'next-step': withShortDurations(promises['next-step'], 'PT20S'),
      activity: withShortDurations(promises.activity, 'PT30S'),
      'return-review': withShortDurations(promises['return-review'], 'PT60S'),
      arbitration: withShortDurations(promises.arbitration, 'PT60S'),
      'sql-contact': withShortDurations(promises['sql-contact'], 'PT30S'),
    },
    touches: {
      ...touches,
      countOnceWithin: 'PT0.3S',
      minimumDays: 1,
      cadence: ['PT2S', 'PT8S', 'PT14S', 'PT20S', 'PT26S', 'PT32S', 'PT38S'],
    },
    returns: { ...returns, window: { within: 'PT5M', afterConversation: 'PT5M', counted: 'always' } },
  };
}
