import { applySteps, emptyState, wantedWhileWaiting, WorkingTimes } from '@baton/domain';
import type { WhyLeftOut } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { readSteps } from '../record/record-rows.ts';
import { wouldBeChosen } from '../routing/choose-owner.ts';
import type { Ownerless } from '../routing/choose-owner.ts';
import { OWNER_IS_IN_TEAM, WAITS_FOR_TEAM } from './waiting-for-team.ts';

export interface WaitingHandoff {
  handoffId: string;
  agreementVersion: number;
  /** It goes to the owner of its company or, as an SQL, to a closer: that the team's reps are full says nothing of it. */
  goesApart: boolean;
}

/** The handoffs that wait for somebody of a team, in the order in which they go: the best score first, then the earliest. */
export function waitingHandoffs(on: SqlExecutor, teamId: string): Promise<WaitingHandoff[]> {
  return on.query(
    `SELECT w.handoff_id AS "handoffId", w.agreement_version AS "agreementVersion", (${OWNER_IS_IN_TEAM} OR EXISTS (
       SELECT FROM handoff.record r WHERE r.handoff_id = w.handoff_id AND r.step ->> 'type' = 'qualified')) AS "goesApart"
     FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM} ORDER BY w.score DESC, w.started_at, w.handoff_id`,
    [teamId],
  );
}

/** What keeps a rep from this lead keeps them from every other. */
const takesNoLead: WhyLeftOut[] = ['inactive', 'absent', 'begins-too-late', 'at-cap'];

/** What a change in a team leads to. */
export interface AfterChange {
  /** Ids of the handoffs that would find an owner now, in their order. */
  going: string[];
  /** When somebody can take one of the others by the clock alone, ISO 8601, where that is known. */
  lookAgainAt?: string;
}

/** Which of the leads that wait for somebody of a team would find an owner now. */
@Injectable()
export class WaitingHandoffs {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimes();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** No more than there are places: each takes one from those after it. Once the team is full, the rest cost nothing. */
  async afterChange(teamId: string, now: string): Promise<AfterChange> {
    const taken = new Map<string, number>();
    const going: string[] = [];
    const later: string[] = [];
    let isTeamFull = false;
    for (const waiting of await waitingHandoffs(this.#on, teamId)) {
      const ownerless = isTeamFull && !waiting.goesApart ? undefined : await this.#ownerless(waiting);
      if (!ownerless) continue;
      const { chosen, leftOut, pool, nextEligibleAt } = await wouldBeChosen(
        this.#on,
        ownerless,
        now,
        taken,
        this.#times,
      );
      if (chosen !== undefined) {
        going.push(waiting.handoffId);
        taken.set(chosen, (taken.get(chosen) ?? 0) + 1);
        continue;
      }
      if (nextEligibleAt !== undefined) later.push(nextEligibleAt);
      if (!waiting.goesApart) isTeamFull = pool.length > 0 && leftOut.every(({ why }) => takesNoLead.includes(why));
    }
    const [lookAgainAt] = later.filter((moment) => Date.parse(moment) > Date.parse(now)).sort();
    return { going, ...(lookAgainAt !== undefined && { lookAgainAt }) };
  }

  /** Nothing where somebody has it meanwhile. */
  async #ownerless({ handoffId, agreementVersion }: WaitingHandoff): Promise<Ownerless | undefined> {
    const steps = await readSteps(this.#on, handoffId);
    const judged = steps[0]?.step;
    if (judged?.type !== 'started') throw new Error(`Handoff ${handoffId}: its record does not begin with a lead`);
    const state = applySteps(emptyState(handoffId), steps);
    const wanted = wantedWhileWaiting(state);
    if (!wanted) return undefined;
    const { leftOut, isSql, teamId } = wanted;
    const agreement = await this.#agreements.version(agreementVersion);
    return { handoffId, agreement, judged, leftOut, closersOf: isSql ? teamId : undefined };
  }
}
