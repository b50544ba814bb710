/** Roles without a team that own tickets and are notified. */
export const attentionRoles = ['marketer', 'arbiter', 'ops'] as const;
export type AttentionRole = (typeof attentionRoles)[number];

/** Who must act: a person, or everyone with a role. */
export type AttentionOwner = { role: AttentionRole } | { personId: string };

export const isSameAttentionOwner = (one: AttentionOwner, other: AttentionOwner): boolean =>
  'role' in one ? 'role' in other && one.role === other.role : 'personId' in other && one.personId === other.personId;

/** Tickets that other services ask the handoff service for. */
export const requestedTicketKinds = ['quarantine-overdue', 'nurture-review-overdue'] as const;
export type RequestedTicketKind = (typeof requestedTicketKinds)[number];

/** Messages that other services ask the handoff service to send, and that leave nothing to do. */
export const attentionMessageKinds = ['pack-ready'] as const;
export type AttentionMessageKind = (typeof attentionMessageKinds)[number];
