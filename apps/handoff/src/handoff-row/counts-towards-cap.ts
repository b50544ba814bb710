import type { HandoffState } from '@baton/domain';

/** Stages in which an owner has nothing to do: it is over, or marketing or the arbiter decides. */
const stagesOutsideCap = ['ended', 'returned', 'contested'];

/** Whether the handoff is one of the open ones of its owner, and takes one of their places. */
export const countsTowardsCapOf = ({ ownerId, stage }: HandoffState): string | undefined =>
  ownerId !== null && !stagesOutsideCap.includes(stage) ? ownerId : undefined;

/** The same in SQL, over the rows of handoffs. */
export const COUNTS_TOWARDS_CAP = `stage NOT IN (${stagesOutsideCap.map((stage) => `'${stage}'`).join(', ')})`;
