/** A rep as routing sees them. */
export interface PoolMember {
  personId: string;
  active: boolean;
  /** When they were last given a lead, ISO 8601; absent when never. */
  lastAssignedAt?: string;
}

export interface RoutingRequest {
  teamId: string;
  /** Left out for this lead: who declined it or broke a promise on it, with why. */
  leftOut: { personId: string; why: 'declined' | 'promise-broken' | 'previous-owner' }[];
}

/** Everything the choice rests on, so that "why this rep" has an answer and can be computed again. */
export interface RoutingDecision {
  rule: 'round-robin' | 'team-lead';
  teamId: string;
  pool: PoolMember[];
  leftOut: { personId: string; why: 'declined' | 'promise-broken' | 'previous-owner' | 'inactive' }[];
  chosen?: string;
  /** Without a choice: when somebody next becomes eligible by the clock, where that is known. */
  nextEligibleAt?: string;
}

/** Unlike `localeCompare` the same on every machine, so that the choice can be computed again anywhere. */
const byCodeUnits = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Round robin: of those eligible, the one who has waited longest; ties by id, so that the same input gives the same owner. */
export function route(request: RoutingRequest, pool: readonly PoolMember[]): RoutingDecision {
  const leftOut: RoutingDecision['leftOut'] = pool.flatMap(({ personId, active }): RoutingDecision['leftOut'] => {
    const known = request.leftOut.find((person) => person.personId === personId);
    if (known) return [known];
    return active ? [] : [{ personId, why: 'inactive' }];
  });
  const eligible = pool.filter(({ personId }) => !leftOut.some((person) => person.personId === personId));
  const [next] = [...eligible].sort(
    (a, b) => byCodeUnits(a.lastAssignedAt ?? '', b.lastAssignedAt ?? '') || byCodeUnits(a.personId, b.personId),
  );
  return {
    rule: 'round-robin',
    teamId: request.teamId,
    pool: [...pool],
    leftOut,
    ...(next && { chosen: next.personId }),
  };
}
