import { applySteps, emptyState } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, Logger, PgPool, Problem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';
import { readSteps } from '../handoff-row/record-rows.ts';
import { systemCaller } from '../staff/system-caller.ts';
import { teamAvailabilityFor } from '../staff/team-availability.ts';
import { openHandoffsOf } from './open-handoffs.ts';
import type { OpenHandoff } from './open-handoffs.ts';

const IDLE_MILLISECONDS = 1_000;
/** What could not be handed on is tried again after this. */
const RETRY_MILLISECONDS = 60_000;

/**
 * Hands on what people leave behind who are away for a working day or more, or have left: to their deputy, else by the
 * rules. What is still to be done is read from the tables, so that a stop in between loses nothing.
 */
@Injectable()
export class AbsenceHandover implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #gateway: CommandGateway;
  readonly #logger: Logger;
  readonly #retryAfter = new Map<string, number>();
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, agreements: AgreementStore, gateway: CommandGateway, logger: Logger) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
    this.#gateway = gateway;
    this.#logger = logger;
    this.#loop = new BackgroundLoop({
      round: () => this.handOverAll(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      failureMessage: 'What people leave behind cannot be read; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  /** Of everybody who has left with something open, and everybody whose absence has begun. */
  async handOverAll(now = new Date()): Promise<void> {
    const departed = await this.#on.query<{ person_id: string }[]>(
      `SELECT DISTINCT h.owner_id AS person_id FROM handoff.handoff h JOIN handoff.person p ON p.person_id = h.owner_id
       WHERE h.${COUNTS_TOWARDS_CAP} AND NOT p.active`,
    );
    for (const { person_id } of departed) await this.handOver(person_id, { since: now, now });
    const absences = await this.#on.query<{ absence_id: string; person_id: string; from_at: Date; over: boolean }[]>(
      `SELECT absence_id, person_id, from_at, to_at <= $1 AS over FROM handoff.absence
       WHERE handed_over_at IS NULL AND from_at <= $1 ORDER BY from_at`,
      [now],
    );
    for (const { absence_id, person_id, from_at, over } of absences) {
      if (over || (await this.handOver(person_id, { since: from_at, now })))
        await this.#on.query('UPDATE handoff.absence SET handed_over_at = $2 WHERE absence_id = $1', [absence_id, now]);
    }
  }

  /**
   * Whether nothing is left to be handed on; a short absence hands on nothing. It is as long as it was when it began,
   * however late it is entered or looked at.
   */
  async handOver(personId: string, moments: { since: Date; now: Date }): Promise<boolean> {
    let isDone = true;
    for (const each of await openHandoffsOf(this.#on, personId)) {
      isDone = (await this.#handOverOne(personId, each, moments)) && isDone;
    }
    return isDone;
  }

  async #handOverOne(
    personId: string,
    { handoffId, version, agreementVersion, stage, teamId }: OpenHandoff,
    { since, now }: { since: Date; now: Date },
  ): Promise<boolean> {
    if ((this.#retryAfter.get(handoffId) ?? 0) > Date.now()) return false;
    try {
      const agreement = await this.#agreements.document(agreementVersion);
      const role = stage === 'sql' ? 'closer' : 'rep';
      const { exclusions: leftOut } = applySteps(emptyState(handoffId), await readSteps(this.#on, handoffId));
      const at = { now: now.toISOString(), since: since.toISOString() };
      const team = await teamAvailabilityFor(this.#on, personId, agreement, at, role, leftOut);
      if (!team.isAway) return true;
      // Whoever stands in for a person who has changed teams is of the new one, and the lead is the old one's.
      const deputyId = team.teamId === teamId ? team.deputyId : undefined;
      await this.#reassign(handoffId, `handover/${personId}/${version}`, deputyId);
      this.#retryAfter.delete(handoffId);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#logger.warn({ handoffId, personId, reason }, 'A handoff could not be handed on; it is tried again later');
      this.#retryAfter.set(handoffId, Date.now() + RETRY_MILLISECONDS);
      return false;
    }
  }

  /** To the deputy; where they cannot have it after all, to whom the rules choose. */
  async #reassign(handoffId: string, idempotencyKey: string, toPersonId: string | undefined): Promise<void> {
    const reassign = (target: { toPersonId?: string }): Promise<unknown> =>
      this.#gateway.send({ handoffId, caller: systemCaller, command: { type: 'reassign', ...target }, idempotencyKey });
    if (toPersonId === undefined) return void (await reassign({}));
    try {
      await reassign({ toPersonId });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      await reassign({});
    }
  }
}
