import { commandRequested } from '@baton/contracts';
import type { CommandProcessed, CommandRequested } from '@baton/contracts';
import { contractReader, DependencyUnavailable, idempotentSubscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, ReceivedMessage } from '@baton/messaging';
import { EventCredentials, Metrics, Problem, problems, requestHash } from '@baton/service';
import type { AuthenticatedSender } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { CommandAnswers } from './command-answers.ts';
import { CommandGateway } from './command-gateway.ts';

type CommandEvent = ContractEvent<CommandRequested>;
type Result = Pick<CommandProcessed, 'outcome' | 'version' | 'problem'>;

/** Carries out commands of other systems by the same rules as over HTTP, and publishes each result as an event. */
@Injectable()
export class CommandsConsumer {
  readonly #gateway: CommandGateway;
  readonly #credentials: EventCredentials;
  readonly #answers: CommandAnswers;
  readonly #metrics: Metrics;

  constructor(gateway: CommandGateway, credentials: EventCredentials, answers: CommandAnswers, metrics: Metrics) {
    this.#gateway = gateway;
    this.#credentials = credentials;
    this.#answers = answers;
    this.#metrics = metrics;
  }

  subscription(): AnySubscription {
    return idempotentSubscription({
      topic: commandRequested.topic,
      read: contractReader(commandRequested),
      ordered: false,
      idOf: ({ id }: CommandEvent) => id,
      handle: (event: CommandEvent, { message }) => this.#handle(event, message),
    });
  }

  async #handle(event: CommandEvent, message: ReceivedMessage): Promise<void> {
    const sender = await problemOr(this.#authenticate(event, message));
    if (sender instanceof Problem) {
      this.#countRefusal(sender);
      // Known by its content, because a forged event must not use up the id of a real one.
      const answerId = requestHash(['refused', event.id, credentialOf(message) ?? null, event.data]);
      return this.#answer(answerId, event, refused(sender));
    }
    const commandId = requestHash([sender.signerId, event.source, event.senderEventId]);
    const bodyHash = requestHash([event.data]);
    if (!(await this.#answers.claim(commandId, bodyHash)))
      return this.#answer(requestHash([commandId, bodyHash]), event, refused(eventIdReused()));
    if (await this.#answers.isAnswered(commandId)) return;
    await this.#answer(commandId, event, await this.#execute(event, sender, commandId));
  }

  #authenticate(
    { senderEventId = '', source = '', data: { handoffId, personId } }: CommandEvent,
    message: ReceivedMessage,
  ): Promise<AuthenticatedSender> {
    return this.#credentials.authenticate({
      credential: credentialOf(message),
      event: { id: senderEventId, source, handoffId, body: message.value },
      // A sender that dates its own events could make an expired credential valid again.
      at: message.isDatedByBroker === true ? message.receivedAt : new Date(),
      personId,
      scope: 'send-commands',
    });
  }

  async #execute(
    { data: { handoffId, command } }: CommandEvent,
    { caller }: AuthenticatedSender,
    commandId: string,
  ): Promise<Result> {
    const sent = await problemOr(this.#gateway.send({ handoffId, caller, command, idempotencyKey: commandId }));
    if (sent instanceof Problem) return refused(sent);
    return { outcome: 'done', ...(sent.version !== undefined && { version: sent.version }) };
  }

  #answer(answerId: string, { id, senderEventId, source, data }: CommandEvent, result: Result): Promise<void> {
    return this.#answers.publish(answerId, {
      commandId: senderEventId ?? id,
      ...(source !== undefined && { commandSource: source }),
      handoffId: data.handoffId,
      ...result,
    });
  }

  #countRefusal({ type }: Problem): void {
    const help = 'Commands from Kafka whose credential was refused, by problem';
    this.#metrics.counter('handoff_command_credentials_refused_total', help, ['problem']).inc({ problem: type });
  }
}

/** The header is part of binary mode. Other modes have no bytes of data that a signature could cover. */
const credentialOf = ({ headers }: ReceivedMessage): string | undefined =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === 'ce_credential')?.[1];

/** The result, or the problem of the sender. */
async function problemOr<Value>(result: Promise<Value>): Promise<Value | Problem> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // The outcome is unknown. The message is handled again, under the same key.
    if (error.status >= 500) throw new DependencyUnavailable('a command cannot be carried out yet', { cause: error });
    return error;
  }
}

const refused = ({ type, status, detail }: Problem): Result => ({
  outcome: 'refused',
  problem: { type, status, detail },
});

const eventIdReused = (): Problem =>
  problems.unprocessable('This event id was sent with another body before. Give each event its own id.', {
    type: 'event-id-reused',
  });
