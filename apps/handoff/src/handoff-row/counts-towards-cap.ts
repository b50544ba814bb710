import type { HandoffState } from '@baton/domain';

/** Stages in which the owner has nothing to do: the handoff has ended, or marketing or the arbiter decides. */
const stagesOutsideCap = ['ended', 'returned', 'contested'];

/** The owner towards whose cap the handoff counts, if there is one. */
export const countsTowardsCapOf = ({ ownerId, stage }: HandoffState): string | undefined =>
  ownerId !== null && !stagesOutsideCap.includes(stage) ? ownerId : undefined;

/** The same in SQL, over the rows of handoffs. */
export const COUNTS_TOWARDS_CAP = `stage NOT IN (${stagesOutsideCap.map((stage) => `'${stage}'`).join(', ')})`;
