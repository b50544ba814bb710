import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';

/** The maximum of an agreement, and more than there are lanes, so that no lead is queued. */
const MOST_SLOTS = 100;
/** The slots of the whole demo team are fewer than the lanes, so that new leads always find others in the queue. */
const FEW_SLOTS = 4;

/** The default agreement with a free slot for each lead. */
export const withFreeSlots = (): Agreement => withSlots('a slot for each lead', MOST_SLOTS);

/** The default agreement with fewer slots than lanes. */
export const withQueue = (): Agreement => withSlots('leads queue for a slot', FEW_SLOTS);

const withSlots = (title: string, slots: number): Agreement => ({
  ...defaultAgreement,
  title: `Benchmark: ${title}`,
  sources: ['bench'],
  routing: { ...defaultAgreement.routing, slots },
});
