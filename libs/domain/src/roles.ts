export const personRoles = ['marketer', 'rep', 'closer', 'team-lead', 'arbiter', 'ops', 'admin'] as const;
export const allRoles = [...personRoles, 'integration'] as const;
export type Role = (typeof allRoles)[number];
export type PersonRole = (typeof personRoles)[number];

/** Roles that work with handed-over leads. */
export const salesRoles = ['rep', 'closer', 'team-lead', 'admin'] as const satisfies readonly Role[];

/** Roles that may read the handoffs of every team. */
export const rolesThatReadAll = ['marketer', 'arbiter', 'ops', 'admin'] as const satisfies readonly Role[];
