import { commandProcessed, commandRequested } from '@baton/contracts';
import type { CommandProcessed, CommandRequested } from '@baton/contracts';
import {
  appendToOutbox,
  contractReader,
  DependencyUnavailable,
  idempotentSubscription,
  inTransaction,
  OutboxRelay,
  sqlExecutorOf,
} from '@baton/messaging';
import type { AnySubscription, ContractEvent } from '@baton/messaging';
import { PgPool, Problem } from '@baton/service';
import type { Caller } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { Teams } from '../staff/teams.ts';
import { CommandGateway } from './command-gateway.ts';

/** Carries out commands of other systems by the same rules as over HTTP, and publishes each result as an event. */
@Injectable()
export class CommandsConsumer {
  readonly #gateway: CommandGateway;
  readonly #pool: PgPool;
  readonly #teams: Teams;
  readonly #relay: OutboxRelay;

  constructor(gateway: CommandGateway, pool: PgPool, teams: Teams, relay: OutboxRelay) {
    this.#gateway = gateway;
    this.#pool = pool;
    this.#teams = teams;
    this.#relay = relay;
  }

  subscription(): AnySubscription {
    return idempotentSubscription({
      topic: commandRequested.topic,
      read: contractReader(commandRequested),
      ordered: false,
      idOf: ({ id }: ContractEvent<CommandRequested>) => id,
      handle: (event: ContractEvent<CommandRequested>) => this.#handle(event),
    });
  }

  async #handle(event: ContractEvent<CommandRequested>): Promise<void> {
    const { id, senderEventId = id, source, data } = event;
    if (await this.#isProcessed(id)) return;
    await this.#publishResult(id, {
      commandId: senderEventId,
      ...(source !== undefined && { commandSource: source }),
      handoffId: data.handoffId,
      ...(await this.#execute(event)),
    });
  }

  async #execute({
    id,
    source = 'unnamed',
    data: { handoffId, personId, command },
  }: ContractEvent<CommandRequested>): Promise<Pick<CommandProcessed, 'outcome' | 'version' | 'problem'>> {
    try {
      const caller = personId === undefined ? integrationCaller(source) : await this.#teams.callerFor(personId);
      const { version } = await this.#gateway.send({ handoffId, caller, command, idempotencyKey: id });
      return { outcome: 'done', ...(version !== undefined && { version }) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The outcome is unknown. The message is handled again, under the same key.
      if (error.status >= 500) throw new DependencyUnavailable('a handoff cannot be reached', { cause: error });
      const { type, status, detail } = error;
      return { outcome: 'refused', problem: { type, status, detail } };
    }
  }

  async #isProcessed(id: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.processed_command WHERE command_id = $1', [id]);
    return rowCount === 1;
  }

  /** Publishes the first result only, however often the command is handled. */
  async #publishResult(id: string, result: CommandProcessed): Promise<void> {
    const { handoffId } = result;
    await inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO handoff.processed_command (command_id) VALUES ($1) ON CONFLICT DO NOTHING',
        [id],
      );
      if (rowCount !== 1) return;
      const event = { id: `${id}/processed`, source: '/baton/handoff', type: commandProcessed.type };
      await appendToOutbox(sqlExecutorOf(client), SCHEMA, [
        {
          topic: commandProcessed.topic,
          key: handoffId,
          event: { ...event, time: new Date().toISOString(), subject: handoffId, data: result },
        },
      ]);
    });
    this.#relay.nudge();
  }
}

/** The caller for a system that acts under its own name, which is the source of its events. */
const integrationCaller = (source: string): Caller => ({ id: source, kind: 'integration', roles: ['integration'] });
