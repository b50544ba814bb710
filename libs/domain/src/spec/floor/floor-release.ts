import { pendingOwnerRequest } from '../../handoff/owner-request.ts';
import { hasNobodyEligible } from '../../routing/decision.ts';
import type { RuleBasedDecision } from '../../routing/decision.ts';
import { isTeamBusy } from '../../routing/is-team-busy.ts';
import type { FloorHandoff } from './floor-member.ts';
import type { FloorRouter } from './floor-router.ts';

/** The decisions of one release of the queues, as the service makes them. */
export class FloorRelease {
  readonly #router: FloorRouter;
  readonly #now: string;
  readonly #busyTeams = new Set<string>();
  readonly #decisions = new Map<string, RuleBasedDecision>();

  constructor(router: FloorRouter, now: string) {
    this.#router = router;
    this.#now = now;
  }

  /** The decision to commit for a queued lead; undefined while it only has to wait. */
  decide(handoff: FloorHandoff): RuleBasedDecision | undefined {
    const { teamId, sqlAt, tickets } = handoff.state;
    const needsNoSlot = sqlAt !== undefined || this.#router.knownOwnerOf(handoff) !== undefined;
    const isSkipped = !needsNoSlot && this.#busyTeams.has(teamId ?? '');
    const request = pendingOwnerRequest(handoff.state)!;
    const decision = isSkipped
      ? this.#decisionByKey(handoff)
      : this.#router.chooseForQueued(handoff, request, this.#now);
    const isChosen = !isSkipped && decision.chosen !== undefined;
    if (!needsNoSlot && !isChosen && isTeamBusy(decision)) this.#busyTeams.add(teamId ?? '');
    const raisesAlarm = hasNobodyEligible(decision) && !tickets.includes('nobody-eligible');
    return isChosen || raisesAlarm ? decision : undefined;
  }

  /** While the team is busy, only whether anyone could take the lead matters. */
  #decisionByKey(handoff: FloorHandoff): RuleBasedDecision {
    const request = pendingOwnerRequest(handoff.state)!;
    const key = this.#router.eligibilityKeyOf(handoff, request, this.#now);
    const decision = this.#decisions.get(key) ?? this.#router.chooseForQueued(handoff, request, this.#now);
    this.#decisions.set(key, decision);
    return decision;
  }
}
