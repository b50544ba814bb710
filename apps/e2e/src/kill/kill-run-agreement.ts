import type { Agreement } from '@baton/domain';
import { shortAgreement } from '../simulation/short-agreement.ts';

/** Durations long enough to act in time, and short enough to break promises while processes are killed. */
export function killRunAgreement(source: string): Agreement {
  const short = shortAgreement([source]);
  const { acceptance, touches } = short.promises;
  const { reasons } = short.returns;
  return {
    ...short,
    title: 'Short durations for the kill tests',
    promises: {
      ...short.promises,
      acceptance: { ...acceptance, within: 'PT12S' },
      'first-contact': { ...short.promises['first-contact'], within: 'PT20S' },
      touches: { ...touches, within: 'PT60S' },
    },
    // Few leads wait in the queue, so that many have an owner to act for.
    routing: { ...short.routing, slots: 20 },
    // An outage can take longer than the time for touches, and a return after it must still be accepted.
    returns: { ...short.returns, reasons: reasons.map((reason) => ({ ...reason, window: 'PT3H' })) },
  };
}
