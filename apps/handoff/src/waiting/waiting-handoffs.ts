import { applySteps, emptyState, needsCloser, WorkingTimes, type WhyLeftOut } from '@baton/domain';
import { sqlExecutorOf, type SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { readSteps } from '../record/record-rows.ts';
import { wouldBeChosen, type Ownerless } from '../routing/choose-owner.ts';

export interface WaitingHandoff {
  handoffId: string;
  agreementVersion: number;
}

/** No more are looked at for one change; where more wait, the next change, or the clock, comes to them. */
const LOOKED_AT = 200;

/** The handoffs of a team that wait for an owner, in the order in which they go: the best score first, then the earliest. */
export function waitingHandoffs(on: SqlExecutor, teamId: string): Promise<WaitingHandoff[]> {
  return on.query(
    `SELECT handoff_id AS "handoffId", agreement_version AS "agreementVersion" FROM handoff.handoff
     WHERE team_id = $1 AND stage = 'nobody-eligible' ORDER BY score DESC, started_at, handoff_id LIMIT $2`,
    [teamId, LOOKED_AT],
  );
}

/** What keeps a rep from this lead keeps them from every other. */
const takesNoLead: WhyLeftOut[] = ['inactive', 'absent', 'begins-too-late', 'at-cap'];

/** Which of the leads that wait in a team would find an owner now. */
@Injectable()
export class WaitingHandoffs {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimes();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** In their order, and no more than there are places: each takes one from those after it. */
  async thatWouldGo(teamId: string, now: string): Promise<string[]> {
    const taken = new Map<string, number>();
    const going: string[] = [];
    for (const waiting of await waitingHandoffs(this.#on, teamId)) {
      const { chosen, leftOut, pool } = await wouldBeChosen(
        this.#on,
        await this.#ownerless(waiting),
        now,
        taken,
        this.#times,
      );
      if (chosen !== undefined) {
        going.push(waiting.handoffId);
        taken.set(chosen, (taken.get(chosen) ?? 0) + 1);
      } else if (pool.length > 0 && leftOut.every(({ why }) => takesNoLead.includes(why))) {
        return going;
      }
    }
    return going;
  }

  async #ownerless({ handoffId, agreementVersion }: WaitingHandoff): Promise<Ownerless> {
    const steps = await readSteps(this.#on, handoffId);
    const judged = steps[0]?.step;
    if (judged?.type !== 'started') throw new Error(`Handoff ${handoffId}: its record does not begin with a lead`);
    const state = applySteps(emptyState(handoffId), steps);
    return {
      ...{ handoffId, agreement: await this.#agreements.version(agreementVersion), judged, leftOut: state.leftOut },
      closersOf: needsCloser(state) ? (state.teamId ?? undefined) : undefined,
    };
  }
}
