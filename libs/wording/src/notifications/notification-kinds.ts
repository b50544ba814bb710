export const notificationKinds = [
  'new-lead',
  'lead-replied',
  'new-signal',
  'indirect-signal',
  'reminder',
  'promise-broken',
  'nobody-eligible',
  'returned',
  'return-held',
  'return-contested',
  'return-accepted',
  'return-decided',
  'outcome-recorded',
  'ticket-opened',
  'pack-ready',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];
