import type { HandoffState } from './state.ts';

export const leadHolders = ['marketing', 'queue', 'owner'] as const;
export type LeadHolder = (typeof leadHolders)[number];

/** For how long the lead was with marketing, in the team queue or with one owner, wall clock. */
export interface LeadHolding {
  holder: LeadHolder;
  ownerId?: string;
  milliseconds: number;
}

/**
 * Who held the lead from the request until `until`, oldest first. A late lead has an account, not a culprit: queue time is
 * a matter of capacity.
 */
export function leadAccount({ requestedAt, transferredAt, ownerships }: HandoffState, until: string): LeadHolding[] {
  if (requestedAt === undefined || transferredAt === undefined) return [];
  const end = Date.parse(until);
  const holdings: LeadHolding[] = [];
  let heldUntil = Date.parse(requestedAt);
  const add = (moment: number, holder: Omit<LeadHolding, 'milliseconds'>): void => {
    const to = Math.min(moment, end);
    if (to > heldUntil) holdings.push({ ...holder, milliseconds: to - heldUntil });
    heldUntil = Math.max(heldUntil, to);
  };
  add(Date.parse(transferredAt), { holder: 'marketing' });
  for (const { ownerId, from, until: left } of ownerships) {
    add(Date.parse(from), { holder: 'queue' });
    add(left === undefined ? end : Date.parse(left), { holder: 'owner', ownerId });
  }
  add(end, { holder: 'queue' });
  return holdings;
}
