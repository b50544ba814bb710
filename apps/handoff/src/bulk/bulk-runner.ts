import { BackgroundLoop, Callers, Logger, Problem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import { BulkStore } from './bulk-store.ts';
import type { BulkItem, BulkResult } from './bulk-store.ts';

const CONCURRENT_COMMANDS = 16;
const CLAIM_SECONDS = 30;
/** A new bulk command nudges the runner; the pause is for items that another replica has left. */
const IDLE_MILLISECONDS = 5000;

/** Carries out bulk commands, a few handoffs at a time. */
@Injectable()
export class BulkRunner implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #store: BulkStore;
  readonly #gateway: CommandGateway;
  readonly #callers: Callers;
  readonly #loop: BackgroundLoop;

  constructor(store: BulkStore, gateway: CommandGateway, callers: Callers, logger: Logger) {
    this.#store = store;
    this.#gateway = gateway;
    this.#callers = callers;
    this.#loop = new BackgroundLoop({
      round: () => this.#round(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      failureMessage: 'Bulk commands could not be read; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop();
  }

  nudge(): void {
    this.#loop.nudge();
  }

  async #round(): Promise<'more' | void> {
    const items = await this.#store.claim(CONCURRENT_COMMANDS, CLAIM_SECONDS);
    await Promise.all(items.map((item) => this.#execute(item)));
    if (items.length > 0) return 'more';
  }

  async #execute(item: BulkItem): Promise<void> {
    const result = await this.#send(item);
    // An unknown outcome stays pending: the item is claimed again, and sent under the same key.
    if (result) await this.#store.saveResult(item, result).catch(() => undefined);
  }

  async #send(item: BulkItem): Promise<Omit<BulkResult, 'handoffId'> | undefined> {
    const { bulk_id: bulkId, handoff_id: handoffId, caller_id: callerId, command } = item;
    try {
      // What the person may do now: they may have left since they started the bulk command.
      const caller = await this.#callers.person(callerId);
      const { version } = await this.#gateway.send({ handoffId, caller, command, idempotencyKey: `bulk-${bulkId}` });
      return { outcome: 'done', ...(version !== undefined && { version }) };
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return { outcome: 'refused', problem: error.detail };
      return undefined;
    }
  }
}
