import { applySteps, emptyState, pendingOwnerRequest, WorkingTimeCache } from '@baton/domain';
import type { ExclusionReason } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { readSteps, startedStep } from '../handoff-row/record-rows.ts';
import { previewOwner } from '../routing/choose-owner.ts';
import type { UnassignedHandoff } from '../routing/choose-owner.ts';
import { COMPANY_OWNER_IS_IN_TEAM, WAITS_FOR_TEAM } from './waits-for-team.ts';

export interface QueuedLead {
  handoffId: string;
  agreementVersion: number;
  /** Goes to the known owner of its company or, as an SQL, to a closer, regardless of the capacity of the team's reps. */
  bypassesTeamCapacity: boolean;
}

/** The handoffs that wait for a member of a team, in the order of the queue: by score, then by age. */
export function queuedLeadsOf(on: SqlExecutor, teamId: string): Promise<QueuedLead[]> {
  return on.query(
    `SELECT w.handoff_id AS "handoffId", w.agreement_version AS "agreementVersion", (${COMPANY_OWNER_IS_IN_TEAM} OR EXISTS (
       SELECT FROM handoff.record r WHERE r.handoff_id = w.handoff_id AND r.step ->> 'type' = 'qualified')) AS "bypassesTeamCapacity"
     FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM} ORDER BY w.score DESC, w.started_at, w.handoff_id`,
    [teamId],
  );
}

/** Reasons that exclude a rep from every lead, not only from this one. */
const reasonsAgainstAnyLead: ExclusionReason[] = ['inactive', 'absent', 'starts-too-late', 'at-cap'];

export interface AssignableLeads {
  /** Ids of the handoffs that would get an owner now, in the order of the queue. */
  assignable: string[];
  /** When a member next becomes eligible for one of the others, ISO 8601. */
  retryAt?: string;
}

/** The leads that wait for a member of a team. */
@Injectable()
export class TeamQueue {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimeCache();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** Counts each assignable lead against the capacity left for the next. Once the team is full, the rest are skipped. */
  async findAssignable(teamId: string, now: string): Promise<AssignableLeads> {
    const assigned = new Map<string, number>();
    const assignable: string[] = [];
    const eligibleMoments: string[] = [];
    let isTeamFull = false;
    for (const lead of await queuedLeadsOf(this.#on, teamId)) {
      const unassigned = isTeamFull && !lead.bypassesTeamCapacity ? undefined : await this.#unassigned(lead);
      if (!unassigned) continue;
      const { chosen, exclusions, pool, nextEligibleAt } = await previewOwner(
        this.#on,
        unassigned,
        now,
        assigned,
        this.#times,
      );
      if (chosen !== undefined) {
        assignable.push(lead.handoffId);
        assigned.set(chosen, (assigned.get(chosen) ?? 0) + 1);
        continue;
      }
      if (nextEligibleAt !== undefined) eligibleMoments.push(nextEligibleAt);
      if (!lead.bypassesTeamCapacity)
        isTeamFull = pool.length > 0 && exclusions.every(({ reason }) => reasonsAgainstAnyLead.includes(reason));
    }
    const [retryAt] = eligibleMoments.filter((moment) => Date.parse(moment) > Date.parse(now)).sort();
    return { assignable, ...(retryAt !== undefined && { retryAt }) };
  }

  /** Undefined if the handoff has an owner by now. */
  async #unassigned({ handoffId, agreementVersion }: QueuedLead): Promise<UnassignedHandoff | undefined> {
    const steps = await readSteps(this.#on, handoffId);
    const judged = startedStep(handoffId, steps[0]);
    const state = applySteps(emptyState(handoffId), steps);
    const request = pendingOwnerRequest(state);
    if (!request) return undefined;
    const { exclusions, isSql, teamId } = request;
    const agreement = await this.#agreements.document(agreementVersion);
    return { handoffId, agreement, judged, exclusions, closerTeamId: isSql ? teamId : undefined };
  }
}
