export const allRoles = ['marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin', 'integration'] as const;
export type Role = (typeof allRoles)[number];
