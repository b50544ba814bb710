/** A person, everybody of a role, or whoever has the role for a team. */
export type Recipient =
  | { personId: string }
  | { role: 'team-lead' | 'head'; teamId: string | null }
  | { role: 'marketer' | 'arbiter' | 'ops' };

export const notificationKinds = [
  'new-lead',
  'lead-replied',
  'new-signal',
  'reminder',
  'promise-broken',
  'nobody-eligible',
  'returned',
  'return-held',
  'return-contested',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];
