export const ROLES = ['marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin', 'integration'] as const;
export type Role = (typeof ROLES)[number];
