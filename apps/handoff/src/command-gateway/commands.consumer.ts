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

/** Commands of other systems: the same rules as over HTTP, and an event for an answer. */
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
    const { id, senderEventId: sentId = id, source, data } = event;
    if (await this.#isAnswered(id)) return;
    await this.#publishAnswer(id, {
      commandId: sentId,
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
      // Nobody knows what became of it: it comes again, under the same key.
      if (error.status >= 500) throw new DependencyUnavailable('a handoff cannot be reached', { cause: error });
      const { type, status, detail } = error;
      return { outcome: 'refused', problem: { type, status, detail } };
    }
  }

  async #isAnswered(id: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.answered_command WHERE command_id = $1', [id]);
    return rowCount === 1;
  }

  /** The first answer stands, however often the command comes. */
  async #publishAnswer(id: string, answered: CommandProcessed): Promise<void> {
    const { handoffId } = answered;
    await inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO handoff.answered_command (command_id) VALUES ($1) ON CONFLICT DO NOTHING',
        [id],
      );
      if (rowCount !== 1) return;
      const event = { id: `${id}/answer`, source: '/baton/handoff', type: commandProcessed.type };
      await appendToOutbox(sqlExecutorOf(client), SCHEMA, [
        {
          topic: commandProcessed.topic,
          key: handoffId,
          event: { ...event, time: new Date().toISOString(), subject: handoffId, data: answered },
        },
      ]);
    });
    this.#relay.nudge();
  }
}

/** A system that acts for itself, named by where its events come from. */
const integrationCaller = (source: string): Caller => ({ id: source, kind: 'integration', roles: ['integration'] });
