import { defaultAgreement, roundTheClock, type Agreement } from '@baton/domain';

/** Leads of this source, and no others, are simulated. */
export const simulatedSource = 'simulation';

/** The default agreement with durations so short that a whole handoff passes within a minute. */
export function shortAgreement(sources: string[] = [simulatedSource]): Agreement {
  const { promises, touches, returns, calendar } = defaultAgreement;
  return {
    ...defaultAgreement,
    title: 'Short durations for the simulation',
    sources,
    calendar: { zone: calendar.zone, hours: roundTheClock, days: [] },
    promises: {
      ...promises,
      transfer: { ...promises.transfer, within: 'PT20S' },
      acceptance: { ...promises.acceptance, within: 'PT8S' },
      'first-contact': { ...promises['first-contact'], within: 'PT10S' },
      touches: { ...promises.touches, within: 'PT40S' },
    },
    touches: {
      ...touches,
      countOnceWithin: 'PT0.3S',
      days: 1,
      cadence: ['PT2S', 'PT8S', 'PT14S', 'PT20S', 'PT26S', 'PT32S', 'PT38S'],
    },
    returns: { ...returns, window: { within: 'PT5M', counted: 'always' } },
  };
}
