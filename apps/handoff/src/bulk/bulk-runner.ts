import { Logger, Problem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { BackgroundLoop } from '../background-loop.ts';
import { CommandGateway } from '../commands/command-gateway.ts';
import { BulkRows } from './bulk-rows.ts';
import type { BulkItem, BulkResult } from './bulk-rows.ts';

const AT_ONCE = 16;
const TAKEN_SECONDS = 30;
const IDLE_MILLISECONDS = 1000;

/** Carries out what bulks ask for, a few at a time, each handoff under a key of its own. */
@Injectable()
export class BulkRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rows: BulkRows;
  readonly #gateway: CommandGateway;
  readonly #loop: BackgroundLoop;

  constructor(rows: BulkRows, gateway: CommandGateway, logger: Logger) {
    this.#rows = rows;
    this.#gateway = gateway;
    this.#loop = new BackgroundLoop({
      round: () => this.#round(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      trouble: 'Bulks cannot be read; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop();
  }

  /** There is something to do. */
  nudge(): void {
    this.#loop.nudge();
  }

  async #round(): Promise<'more' | void> {
    const some = await this.#rows.take(AT_ONCE, TAKEN_SECONDS);
    await Promise.all(some.map((item) => this.#carryOut(item)));
    if (some.length > 0) return 'more';
  }

  async #carryOut(item: BulkItem): Promise<void> {
    const result = await this.#resultOf(item);
    // What is unknown is asked for again when its time is up, under the same key.
    if (result) await this.#rows.settle(item, result).catch(() => undefined);
  }

  async #resultOf(item: BulkItem): Promise<Omit<BulkResult, 'handoffId'> | undefined> {
    const { bulk_id: bulkId, handoff_id: handoffId, caller, command } = item;
    try {
      const { version } = await this.#gateway.send({ handoffId, caller, command, idempotencyKey: `bulk-${bulkId}` });
      return { outcome: 'done', ...(version !== undefined && { version }) };
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return { outcome: 'refused', problem: error.detail };
      return undefined;
    }
  }
}
