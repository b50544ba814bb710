import type { AttentionRole } from '@baton/domain';

/** A person, everyone with a role, or the team lead or head of a team. */
export type Recipient =
  { personId: string } | { role: 'team-lead' | 'head'; teamId: string | null } | { role: AttentionRole };
