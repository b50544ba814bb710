/** A person, everybody of a role, or whoever has the role for a team. */
export type Recipient =
  | { personId: string }
  | { role: 'team-lead' | 'head'; teamId: string | null }
  | { role: 'marketer' | 'arbiter' | 'ops' };
