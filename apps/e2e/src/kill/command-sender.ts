import { topics } from '@baton/contracts';
import type { ApiClient, SeededRandom } from '@baton/testing';
import type { Kafka, Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandMessage } from '../../../../docs/examples/sign-command.ts';
import type { CommandSigners } from './command-signers.ts';
import { commandMessage, signerFor } from './forge-command.ts';
import type { Ledger } from './ledger.ts';
import { forgeries } from './sent-command.ts';
import type { SentCommand } from './sent-command.ts';

const RETRY_TIMEOUT_MILLISECONDS = 180_000;
const FORGED_SHARE = 0.5;
const REPEATED_SHARE = 0.2;

export interface CommandSenderOptions {
  client: ApiClient;
  kafka: Kafka;
  signers: CommandSigners;
  ledger: Ledger;
  random: SeededRandom;
  /** Of the leads. */
  source: string;
  millisecondsBetween: number;
}

/** Sends touches over Kafka for the owners of handoffs, good ones and forged ones, until Kafka acknowledges them. */
export class CommandSender {
  readonly #options: CommandSenderOptions;
  readonly #producer: Producer;
  readonly #sending: Promise<void>[] = [];
  #open = true;

  constructor(options: CommandSenderOptions) {
    this.#options = options;
    this.#producer = options.kafka.producer();
  }

  /** Runs until it is closed and all commands are acknowledged. */
  async run(): Promise<void> {
    await this.#producer.connect();
    while (this.#open) {
      await pause(this.#options.millisecondsBetween);
      const owned = await this.#ownedHandoff();
      if (owned) this.#sending.push(this.#send(owned.handoffId, owned.ownerId));
    }
    await Promise.all(this.#sending);
    await this.#producer.disconnect();
  }

  close(): void {
    this.#open = false;
  }

  /** Undefined while the service is down. */
  async #ownedHandoff(): Promise<{ handoffId: string; ownerId: string } | undefined> {
    const { client, source, random } = this.#options;
    const path = `/handoffs?source=${source}&open=true&limit=200`;
    const response = await client.call('handoff', path, { as: 'olga' }).catch(() => undefined);
    if (response?.status !== 200) return undefined;
    const { handoffs } = response.body as { handoffs: { handoffId: string; ownerId: string | null }[] };
    const owned = handoffs.flatMap(({ handoffId, ownerId }) => (ownerId === null ? [] : [{ handoffId, ownerId }]));
    return owned.length === 0 ? undefined : random.pick(owned);
  }

  async #send(handoffId: string, personId: string): Promise<void> {
    const { random, ledger, signers } = this.#options;
    const forgery = random.chance(FORGED_SHARE) ? random.pick(forgeries) : undefined;
    const signer = signerFor(signers, forgery);
    const eventId = randomUUID();
    const sent: SentCommand = {
      eventId,
      handoffId,
      personId,
      via: `integration:${signer.integrationId}`,
      reference: `kafka-${eventId}`,
      ...(forgery !== undefined && { forgery }),
    };
    const message = commandMessage(signer, sent);
    const times = random.chance(REPEATED_SHARE) ? 2 : 1;
    try {
      for (let count = 0; count < times; count += 1) await this.#publish(message);
      ledger.commands.push(sent);
    } catch (error) {
      ledger.actions.recordUnexpected(`The command ${eventId} could not be sent: ${String(error)}`);
    }
  }

  async #publish(message: CommandMessage): Promise<void> {
    for (const giveUpAt = Date.now() + RETRY_TIMEOUT_MILLISECONDS; ; await pause(500)) {
      try {
        await this.#producer.send({ topic: topics.handoffCommands.name, acks: -1, messages: [message] });
        return;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
      }
    }
  }
}
