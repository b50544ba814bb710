import type { HandoffState } from '@baton/domain';

/** Stages in which an owner has nothing to do: it is over, or marketing or the arbiter decides. */
const endingsOutsideSales = ['ended', 'returned', 'contested'];

/** Whether the handoff is one of the open ones of its owner, and takes one of their places. */
export const takesPlaceOf = ({ ownerId, stage }: HandoffState): string | undefined =>
  ownerId !== null && !endingsOutsideSales.includes(stage) ? ownerId : undefined;

/** The same in SQL, over the rows of handoffs. */
export const WITH_SALES = `stage NOT IN (${endingsOutsideSales.map((stage) => `'${stage}'`).join(', ')})`;
