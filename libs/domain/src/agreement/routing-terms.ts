import type { SignalKind } from '../lead/lead.ts';
import type { Duration } from '../time/duration.ts';

/** Attributes of a lead that a routing rule can check. A condition matches if the lead's value is in its list. */
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

/** How turns are weighted in round robin. */
export const weightings = ['scheduled-hours', 'equal'] as const;
export type Weighting = (typeof weightings)[number];

/** All given conditions must match. An unknown attribute matches nothing. */
export type RoutingCondition = Partial<Record<RoutingAttribute, string[]>> & {
  employees?: { atLeast?: number; atMost?: number };
  score?: { atLeast: number };
  /** The kind of the latest signal. */
  signal?: SignalKind[];
};

export interface RoutingPool {
  /** Without it, the first team. */
  team?: string;
  /** Only people with all of these skills. */
  skills?: string[];
}

export interface RoutingRule {
  id: string;
  /** Without it, the rule matches every lead. */
  when?: RoutingCondition;
  pool: RoutingPool;
}

/** How owners are chosen. If the lead's language is known, its owner must always speak it. */
export interface RoutingTerms {
  /** The first matching rule decides the pool. A lead that matches none goes to the first team. */
  rules: RoutingRule[];
  /** A new lead goes to the person who owns an open handoff, an SQL, a deal or the account of its company. */
  oneOwnerPerCompany: boolean;
  /** For how long an SQL without an outcome makes its owner the one of the company, and of the same person. */
  sqlOwnerFor: Duration;
  weight: Weighting;
  /** How many leads that wait for their owner's first touch a person has at most. */
  slots: number;
  /** What a full working day in the team queue adds to a lead's score there, so that fresh leads do not overtake it forever. */
  pointsPerDayInQueue: number;
  /** Nobody who starts to work later than this is eligible. Counted on working days. */
  atWorkWithin: Duration;
}
