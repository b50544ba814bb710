import { commandProcessed } from '@baton/contracts';
import type { CommandProcessed } from '@baton/contracts';
import { appendToOutbox, inTransaction, OutboxRelay, sqlExecutorOf } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';

/** Which commands from Kafka were received and answered: each is answered once, however often it is delivered. */
@Injectable()
export class CommandAnswers {
  readonly #pool: PgPool;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, relay: OutboxRelay) {
    this.#pool = pool;
    this.#relay = relay;
  }

  /** False when the command was received with another body before. */
  async claim(commandId: string, bodyHash: string): Promise<boolean> {
    await this.#pool.query(
      'INSERT INTO handoff.received_command (command_id, body_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [commandId, bodyHash],
    );
    const { rowCount } = await this.#pool.query(
      'SELECT FROM handoff.received_command WHERE command_id = $1 AND body_hash = $2',
      [commandId, bodyHash],
    );
    return rowCount === 1;
  }

  async isAnswered(answerId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.command_answer WHERE answer_id = $1', [answerId]);
    return rowCount === 1;
  }

  /** Publishes the first answer with this id only. */
  async publish(answerId: string, answer: CommandProcessed): Promise<void> {
    const { handoffId } = answer;
    await inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO handoff.command_answer (answer_id) VALUES ($1) ON CONFLICT DO NOTHING',
        [answerId],
      );
      if (rowCount !== 1) return;
      const event = { id: `command-answer/${answerId}`, source: '/baton/handoff', type: commandProcessed.type };
      await appendToOutbox(sqlExecutorOf(client), SCHEMA, [
        {
          topic: commandProcessed.topic,
          key: handoffId,
          event: { ...event, time: new Date().toISOString(), subject: handoffId, data: answer },
        },
      ]);
    });
    this.#relay.nudge();
  }
}
