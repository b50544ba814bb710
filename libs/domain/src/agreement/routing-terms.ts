/** Attributes of a lead that a routing rule may look at; one matches when its value is in the list. */
export const routingAttributes = [
  'source',
  'channel',
  'campaign',
  'industry',
  'segment',
  'role',
  'country',
  'region',
  'language',
] as const;
export type RoutingAttribute = (typeof routingAttributes)[number];

/** Every attribute named must match; an unknown attribute matches nothing. */
export type RoutingCondition = Partial<Record<RoutingAttribute, string[]>> & {
  employees?: { atLeast?: number; atMost?: number };
  score?: { atLeast: number };
};

export interface RoutingPool {
  /** Without it: the first team there is. */
  team?: string;
  /** Only people who have all of these. */
  skills?: string[];
}

export interface RoutingRule {
  id: string;
  /** Without it the rule matches every lead. */
  when?: RoutingCondition;
  pool: RoutingPool;
}

/** Whom a lead goes to. The lead's language, where it is known, is a must in every rule. */
export interface RoutingTerms {
  /** The first that matches names the pool; a lead that matches none goes to the first team. */
  rules: RoutingRule[];
  /** A new lead of a company goes to whoever owns an open handoff, deal or account of it. */
  oneOwnerPerCompany: boolean;
  /** How turns are weighed in round robin. */
  weight: 'scheduled-hours' | 'equal';
}
