import { randomUUID } from 'node:crypto';
import { integrationKeyUsed } from '@baton/contracts';
import type { KafkaConnection, KafkaProducer } from '@baton/messaging';
import { binaryModeHeaders } from '@baton/messaging';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { BackgroundLoop } from '../background-loop.ts';
import type { Logger } from '../logging/logger.ts';

const REPORT_EVERY_MILLISECONDS = 60_000;

/**
 * Reports the last use of each key to the handoff service, which lists keys. A use that is lost with its process is
 * replaced by the next one, so uses go to Kafka without an outbox.
 */
export class KeyUses implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #service: string;
  readonly #producer: KafkaProducer | undefined;
  readonly #loop: BackgroundLoop;
  #lastUses = new Map<string, Date>();

  constructor(options: { service: string; kafka?: KafkaConnection | undefined; logger: Pick<Logger, 'warn'> }) {
    this.#service = options.service;
    this.#producer = options.kafka?.producer();
    this.#loop = new BackgroundLoop({
      round: () => this.report(),
      pauseMilliseconds: REPORT_EVERY_MILLISECONDS,
      logger: options.logger,
      failureMessage: 'The last uses of keys could not be reported; trying again in a minute',
    });
  }

  add(keyId: string, at: Date): void {
    this.#lastUses.set(keyId, at);
  }

  onApplicationBootstrap(): void {
    if (this.#producer) this.#loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#loop.stop();
    await this.report().catch(() => undefined);
  }

  /** Sends the uses since the last report. */
  async report(): Promise<void> {
    const uses = this.#lastUses;
    if (!this.#producer || uses.size === 0) return;
    this.#lastUses = new Map();
    try {
      await this.#producer.send([...uses].map(([keyId, usedAt]) => this.#record(keyId, usedAt)));
    } catch (error) {
      // Newer uses win over those that could not be sent.
      this.#lastUses = new Map([...uses, ...this.#lastUses]);
      throw error;
    }
  }

  #record(keyId: string, usedAt: Date) {
    const time = usedAt.toISOString();
    const data = { keyId, service: this.#service, usedAt: time };
    const { topic, type } = integrationKeyUsed;
    const source = `/baton/${this.#service}`;
    return {
      topic,
      key: keyId,
      value: JSON.stringify(data),
      headers: binaryModeHeaders({ id: randomUUID(), source, type, time, subject: keyId, data }),
    };
  }
}
