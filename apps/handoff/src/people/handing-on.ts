import { applySteps, emptyState } from '@baton/domain';
import { sqlExecutorOf, type SqlExecutor } from '@baton/messaging';
import { Logger, PgPool } from '@baton/service';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { CommandGateway } from '../commands/command-gateway.ts';
import { readSteps } from '../record/record-rows.ts';
import { WITH_SALES } from '../record/with-sales.ts';
import { openHandoffsOf, teamOf, type OpenHandoff } from './open-handoffs.ts';
import { SYSTEM } from './system.ts';

const IDLE_MILLISECONDS = 1_000;
/** What could not be handed on is tried again after this. */
const REST_MILLISECONDS = 60_000;

/**
 * Hands on what people leave behind who are away for a working day or more, or have left: to their deputy, else by the
 * rules. What is still to be done is read from the tables, so that a stop in between loses nothing.
 */
@Injectable()
export class HandingOn implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #gateway: CommandGateway;
  readonly #logger: Logger;
  readonly #restingUntil = new Map<string, number>();
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, agreements: AgreementStore, gateway: CommandGateway, logger: Logger) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
    this.#gateway = gateway;
    this.#logger = logger;
    this.#loop = new BackgroundLoop({
      round: () => this.handOnAll(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      trouble: 'What people leave behind cannot be read; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  /** Of everybody who has left with something open, and everybody whose absence has begun. */
  async handOnAll(): Promise<void> {
    const gone = await this.#on.query<{ person_id: string }[]>(
      `SELECT DISTINCT h.owner_id AS person_id FROM handoff.handoff h JOIN handoff.person p ON p.person_id = h.owner_id
       WHERE h.${WITH_SALES} AND NOT p.active`,
    );
    for (const { person_id } of gone) await this.handOn(person_id);
    const absences = await this.#on.query<{ absence_id: string; person_id: string; over: boolean }[]>(
      `SELECT absence_id, person_id, to_at <= now() AS over FROM handoff.absence
       WHERE handed_on_at IS NULL AND from_at <= now() ORDER BY from_at`,
    );
    for (const { absence_id, person_id, over } of absences) {
      if (over || (await this.handOn(person_id)))
        await this.#on.query('UPDATE handoff.absence SET handed_on_at = now() WHERE absence_id = $1', [absence_id]);
    }
  }

  /** Whether nothing is left to be handed on; a short absence hands on nothing. */
  async handOn(personId: string): Promise<boolean> {
    let isDone = true;
    for (const each of await openHandoffsOf(this.#on, personId)) {
      isDone = (await this.#handOnOne(personId, each)) && isDone;
    }
    return isDone;
  }

  async #handOnOne(personId: string, { handoffId, version, agreementVersion, stage }: OpenHandoff): Promise<boolean> {
    if ((this.#restingUntil.get(handoffId) ?? 0) > Date.now()) return false;
    try {
      const agreement = await this.#agreements.version(agreementVersion);
      const role = stage === 'sql' ? 'closer' : 'rep';
      const { leftOut } = applySteps(emptyState(handoffId), await readSteps(this.#on, handoffId));
      const { isAway, heirId } = await teamOf(this.#on, personId, agreement, new Date().toISOString(), role, leftOut);
      if (!isAway) return true;
      await this.#gateway.send({
        handoffId,
        caller: SYSTEM,
        command: { type: 'reassign', ...(heirId !== undefined && { toPersonId: heirId }) },
        idempotencyKey: `hand-on/${personId}/${version}`,
      });
      this.#restingUntil.delete(handoffId);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#logger.warn({ handoffId, personId, reason }, 'A handoff could not be handed on; it is tried again later');
      this.#restingUntil.set(handoffId, Date.now() + REST_MILLISECONDS);
      return false;
    }
  }
}
