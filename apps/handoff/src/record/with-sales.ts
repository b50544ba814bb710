import type { HandoffState } from '@baton/domain';

/** Stages in which an owner has nothing to do: it is over, or marketing or the arbiter decides. */
const NOT_WITH_SALES = ['ended', 'returned', 'contested'];

/** Whether the handoff is one of the open ones of its owner, and takes one of their places. */
export const takesPlaceOf = ({ ownerId, stage }: HandoffState): string | undefined =>
  ownerId !== null && !NOT_WITH_SALES.includes(stage) ? ownerId : undefined;

/** The same in SQL, over the rows of handoffs. */
export const WITH_SALES = `stage NOT IN (${NOT_WITH_SALES.map((stage) => `'${stage}'`).join(', ')})`;
