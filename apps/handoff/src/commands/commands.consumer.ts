import { commandAnswered, commandAsked } from '@baton/contracts';
import type { CommandAnswered, CommandAsked } from '@baton/contracts';
import {
  appendToOutbox,
  contractReader,
  DependencyAway,
  effectSubscription,
  inTransaction,
  OutboxRelay,
  sqlExecutorOf,
} from '@baton/messaging';
import type { AnySubscription, ContractEvent } from '@baton/messaging';
import { PgPool, Problem } from '@baton/service';
import type { Caller } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { Teams } from '../routing/teams.ts';
import { SCHEMA } from '../schema.ts';
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
    return effectSubscription({
      topic: commandAsked.topic,
      read: contractReader(commandAsked),
      ordered: false,
      idOf: ({ id }: ContractEvent<CommandAsked>) => id,
      handle: (event: ContractEvent<CommandAsked>) => this.#take(event),
    });
  }

  async #take(event: ContractEvent<CommandAsked>): Promise<void> {
    const { id, sentId = id, source, data } = event;
    if (await this.#isAnswered(id)) return;
    await this.#answer(id, {
      commandId: sentId,
      ...(source !== undefined && { commandSource: source }),
      handoffId: data.handoffId,
      ...(await this.#carryOut(event)),
    });
  }

  async #carryOut({
    id,
    source = 'unnamed',
    data: { handoffId, personId, command },
  }: ContractEvent<CommandAsked>): Promise<Pick<CommandAnswered, 'outcome' | 'version' | 'problem'>> {
    try {
      const caller = personId === undefined ? machine(source) : await this.#teams.callerOf(personId);
      const { version } = await this.#gateway.send({ handoffId, caller, command, idempotencyKey: id });
      return { outcome: 'done', ...(version !== undefined && { version }) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Nobody knows what became of it: it comes again, under the same key.
      if (error.status >= 500) throw new DependencyAway('a handoff cannot be reached', { cause: error });
      const { type, status, detail } = error;
      return { outcome: 'refused', problem: { type, status, detail } };
    }
  }

  async #isAnswered(id: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.answered_command WHERE command_id = $1', [id]);
    return rowCount === 1;
  }

  /** The first answer stands, however often the command comes. */
  async #answer(id: string, answered: CommandAnswered): Promise<void> {
    const { handoffId } = answered;
    await inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO handoff.answered_command (command_id) VALUES ($1) ON CONFLICT DO NOTHING',
        [id],
      );
      if (rowCount !== 1) return;
      const event = { id: `${id}/answer`, source: '/baton/handoff', type: commandAnswered.type };
      await appendToOutbox(sqlExecutorOf(client), SCHEMA, [
        {
          topic: commandAnswered.topic,
          key: handoffId,
          event: { ...event, time: new Date().toISOString(), subject: handoffId, data: answered },
        },
      ]);
    });
    this.#relay.nudge();
  }
}

/** A system that acts for itself, named by where its events come from. */
const machine = (source: string): Caller => ({ id: source, kind: 'integration', roles: ['integration'] });
