import { applySteps, emptyState, pendingOwnerRequest, WorkingTimeCache } from '@baton/domain';
import type { ExclusionReason } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { readSteps } from '../handoff-row/record-rows.ts';
import { previewOwner } from '../routing/choose-owner.ts';
import type { UnassignedHandoff } from '../routing/choose-owner.ts';
import { COMPANY_OWNER_IS_IN_TEAM, WAITS_FOR_TEAM } from './waits-for-team.ts';

export interface QueuedLead {
  handoffId: string;
  agreementVersion: number;
  /** It goes to the owner of its company or, as an SQL, to a closer: that the team's reps are full says nothing of it. */
  bypassesTeamCapacity: boolean;
}

/** The handoffs that wait for somebody of a team, in the order in which they go: the best score first, then the earliest. */
export function queuedLeadsOf(on: SqlExecutor, teamId: string): Promise<QueuedLead[]> {
  return on.query(
    `SELECT w.handoff_id AS "handoffId", w.agreement_version AS "agreementVersion", (${COMPANY_OWNER_IS_IN_TEAM} OR EXISTS (
       SELECT FROM handoff.record r WHERE r.handoff_id = w.handoff_id AND r.step ->> 'type' = 'qualified')) AS "bypassesTeamCapacity"
     FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM} ORDER BY w.score DESC, w.started_at, w.handoff_id`,
    [teamId],
  );
}

/** What keeps a rep from this lead keeps them from every other. */
const reasonsAgainstAnyLead: ExclusionReason[] = ['inactive', 'absent', 'starts-too-late', 'at-cap'];

/** What a change in a team leads to. */
export interface AssignableLeads {
  /** Ids of the handoffs that would find an owner now, in their order. */
  assignable: string[];
  /** When somebody can take one of the others by the clock alone, ISO 8601, where that is known. */
  retryAt?: string;
}

/** Which of the leads that wait for somebody of a team would find an owner now. */
@Injectable()
export class TeamQueue {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimeCache();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** No more than there are places: each takes one from those after it. Once the team is full, the rest cost nothing. */
  async findAssignable(teamId: string, now: string): Promise<AssignableLeads> {
    const assigned = new Map<string, number>();
    const assignable: string[] = [];
    const eligibleMoments: string[] = [];
    let isTeamFull = false;
    for (const waiting of await queuedLeadsOf(this.#on, teamId)) {
      const unassigned = isTeamFull && !waiting.bypassesTeamCapacity ? undefined : await this.#unassigned(waiting);
      if (!unassigned) continue;
      const { chosen, exclusions, pool, nextEligibleAt } = await previewOwner(
        this.#on,
        unassigned,
        now,
        assigned,
        this.#times,
      );
      if (chosen !== undefined) {
        assignable.push(waiting.handoffId);
        assigned.set(chosen, (assigned.get(chosen) ?? 0) + 1);
        continue;
      }
      if (nextEligibleAt !== undefined) eligibleMoments.push(nextEligibleAt);
      if (!waiting.bypassesTeamCapacity)
        isTeamFull = pool.length > 0 && exclusions.every(({ reason }) => reasonsAgainstAnyLead.includes(reason));
    }
    const [retryAt] = eligibleMoments.filter((moment) => Date.parse(moment) > Date.parse(now)).sort();
    return { assignable, ...(retryAt !== undefined && { retryAt }) };
  }

  /** Nothing where somebody has it meanwhile. */
  async #unassigned({ handoffId, agreementVersion }: QueuedLead): Promise<UnassignedHandoff | undefined> {
    const steps = await readSteps(this.#on, handoffId);
    const judged = steps[0]?.step;
    if (judged?.type !== 'started') throw new Error(`Handoff ${handoffId}: its record does not begin with a lead`);
    const state = applySteps(emptyState(handoffId), steps);
    const wanted = pendingOwnerRequest(state);
    if (!wanted) return undefined;
    const { exclusions, isSql, teamId } = wanted;
    const agreement = await this.#agreements.document(agreementVersion);
    return { handoffId, agreement, judged, exclusions, closerTeamId: isSql ? teamId : undefined };
  }
}
