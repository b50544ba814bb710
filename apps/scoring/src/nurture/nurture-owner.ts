import type { AttentionOwner } from '@baton/domain';

/** Who owns the next step of every nurtured lead. */
export const nurtureOwner = { role: 'marketer' } as const satisfies AttentionOwner;
