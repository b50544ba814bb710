import { Logger, Problem } from '@baton/service';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandGateway } from '../commands/command-gateway.ts';
import { BulkRows, type BulkItem, type BulkResult } from './bulk-rows.ts';

const AT_ONCE = 16;
const TAKEN_SECONDS = 30;
const IDLE_MILLISECONDS = 1000;

/** Carries out what bulks ask for, a few at a time, each handoff under a key of its own. */
@Injectable()
export class BulkRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rows: BulkRows;
  readonly #gateway: CommandGateway;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(rows: BulkRows, gateway: CommandGateway, logger: Logger) {
    this.#rows = rows;
    this.#gateway = gateway;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    this.nudge();
    await this.#running;
  }

  /** There is something to do. */
  nudge(): void {
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const some = await this.#rows.take(AT_ONCE, TAKEN_SECONDS).catch((error: unknown) => {
        this.#logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'Bulks cannot be read');
        return [];
      });
      await Promise.all(some.map((item) => this.#carryOut(item)));
      if (some.length === 0) await this.#idle();
    }
  }

  async #idle(): Promise<void> {
    this.#wake = new AbortController();
    await pause(IDLE_MILLISECONDS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
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
