import { BoundedMap } from '@baton/domain';
import { databaseTime, inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, CommitSignal, Logger, PgPool, Problem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';
import { readState } from '../handoff-row/record-rows.ts';
import { systemCaller } from '../staff/system-caller.ts';
import { teamAvailabilityFor } from '../staff/team-availability.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { recordTeamChange } from '../team-queue/team-changes.ts';
import { openHandoffsOf } from './open-handoffs.ts';
import type { OpenHandoff } from './open-handoffs.ts';

/** An absence that begins is found this late; commits start a round immediately. */
const IDLE_MILLISECONDS = 5_000;
const RETRY_MILLISECONDS = 60_000;
const RETRIES_TRACKED = 10_000;

/**
 * Hands over the open handoffs of people who have left or are absent. A lead that they have not touched is routed again.
 * When the absence lasts a working day or more, the others go to the deputy as long as the deputy has a free slot. Routing
 * spreads the rest over the pool or leaves them in the team queue, so that nobody has to accept dozens of leads within
 * minutes. What is left to do is read from the tables, so that a restart loses nothing.
 */
@Injectable()
export class AbsenceHandover implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #gateway: CommandGateway;
  readonly #logger: Logger;
  readonly #retryAfter = new BoundedMap<string, number>(RETRIES_TRACKED);
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, agreements: AgreementStore, gateway: CommandGateway, signal: CommitSignal, logger: Logger) {
    this.#pool = pool;
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
    this.#gateway = gateway;
    this.#logger = logger;
    this.#loop = new BackgroundLoop({
      round: () => this.handOverAll(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      failureMessage: 'Absences could not be read; trying again',
    });
    signal.onCommit(() => this.#loop.nudge());
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  async handOverAll(at?: Date): Promise<void> {
    const now = at ?? new Date(await databaseTime(this.#on));
    const departed = await this.#on.query<{ person_id: string }[]>(
      `SELECT DISTINCT h.owner_id AS person_id FROM handoff.handoff h JOIN handoff.person p ON p.person_id = h.owner_id
       WHERE h.${COUNTS_TOWARDS_CAP} AND NOT p.active`,
    );
    for (const { person_id } of departed) await this.handOver(person_id, { since: now, now });
    const absences = await this.#on.query<{ absence_id: string; person_id: string; from_at: Date; isOver: boolean }[]>(
      `SELECT absence_id, person_id, from_at, to_at <= $1 AS "isOver" FROM handoff.absence
       WHERE handed_over_at IS NULL AND from_at <= $1 ORDER BY from_at`,
      [now],
    );
    for (const { absence_id, person_id, from_at, isOver } of absences) {
      if (isOver || (await this.handOver(person_id, { since: from_at, now })))
        await this.#finish(absence_id, person_id, now);
    }
  }

  /** The absence may leave queued leads without anyone who could take them, so the queue is looked through. */
  async #finish(absenceId: string, personId: string, now: Date): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      await lockTeams(transaction, [], [personId]);
      const [person] = await transaction.query<{ teamId: string | null }[]>(
        'SELECT team_id AS "teamId" FROM handoff.person WHERE person_id = $1',
        [personId],
      );
      if (person?.teamId != null) await recordTeamChange(transaction, person.teamId);
      await transaction.query('UPDATE handoff.absence SET handed_over_at = $2 WHERE absence_id = $1', [absenceId, now]);
    });
  }

  /**
   * Returns whether nothing is left to hand over. An absence of less than a working day hands over only untouched leads;
   * its length counts from its start, even if it is entered or handled later.
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
    { handoffId, version, agreementVersion, stage, teamId, isUntouched }: OpenHandoff,
    { since, now }: { since: Date; now: Date },
  ): Promise<boolean> {
    if ((this.#retryAfter.get(handoffId) ?? 0) > Date.now()) return false;
    try {
      const agreement = await this.#agreements.document(agreementVersion);
      const role = stage === 'sql' ? 'closer' : 'rep';
      const { exclusions } = await readState(this.#on, handoffId);
      const at = { now: now.toISOString(), since: since.toISOString() };
      const team = await teamAvailabilityFor(this.#on, personId, agreement, at, role, exclusions);
      if (!team.isAway && !isUntouched) return true;
      // The deputy of a person who changed teams is in the new team, but the lead stays in the old one.
      const deputyId = team.teamId === teamId && !isUntouched ? team.deputyId : undefined;
      await this.#reassign(handoffId, `handover/${personId}/${version}`, deputyId);
      this.#retryAfter.delete(handoffId);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#logger.warn({ handoffId, personId, reason }, 'A handoff could not be handed over; trying again later');
      this.#retryAfter.set(handoffId, Date.now() + RETRY_MILLISECONDS);
      return false;
    }
  }

  /** To the deputy. If the deputy is refused, routing chooses. */
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
