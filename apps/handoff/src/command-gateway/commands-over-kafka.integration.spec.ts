import { commandProcessed, commandRequested, topics } from '@baton/contracts';
import type { CommandProcessed } from '@baton/contracts';
import { contractReader } from '@baton/messaging';
import type { ReceivedMessage } from '@baton/messaging';
import { waitUntil } from '@baton/testing';
import { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { signCommand } from '../../../../docs/examples/sign-command.ts';
import type { CommandMessage, CommandSender, CommandToSend } from '../../../../docs/examples/sign-command.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { CommandsConsumer } from './commands.consumer.ts';

const HOUR_MILLISECONDS = 3_600_000;
const accept = { type: 'accept' };

describe('Commands over Kafka', () => {
  let handoffs: HandoffFixture;
  let telephony: CommandSender;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.kafka.consume(topics.commandAnswers.name, topics.handoffs.name);
    telephony = await handoffs.commandSender('telephony', { actsFor: { everyone: true } });
  });
  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const assignedHandoff = async (): Promise<{ handoffId: string; leadId: string; owner: string }> => {
    const published = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(published.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { ...published, owner };
  };
  const answersOf = async (handoffId: string, count: number): Promise<CommandProcessed[]> =>
    (await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, count)).map(
      ({ data }) => data as CommandProcessed,
    );
  const eventIdOf = ({ headers }: CommandMessage): string => headers['ce_id'] ?? '';
  const withCredential = (message: CommandMessage, credential: string): CommandMessage => ({
    ...message,
    headers: { ...message.headers, ce_credential: credential },
  });
  const credentialOf = ({ headers }: CommandMessage): string => headers['ce_credential'] ?? '';
  const bindingOf = (message: CommandMessage): Record<string, unknown> =>
    JSON.parse(Buffer.from(credentialOf(message).split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
  /** The command with a token of the issuer that is bound to it. */
  const signedBy = async (personId: string, command: CommandToSend): Promise<CommandMessage> => {
    const message = signCommand(telephony, command);
    const { event, handoff, body } = bindingOf(message);
    return withCredential(message, await handoffs.token(personId, { event, handoff, body }));
  };

  it('a step names the person and the system in the record, the events and the Temporal UI', async () => {
    const { handoffId, leadId, owner } = await assignedHandoff();
    const message = signCommand(telephony, { handoffId, personId: owner, command: accept });
    await handoffs.publishCommand(message);
    await handoffs.publishCommand(message);
    const [answer] = await answersOf(handoffId, 1);
    expect(answer).toMatchObject({ commandId: eventIdOf(message), commandSource: telephony.source, outcome: 'done' });

    const actor = { kind: 'person', id: owner, via: `integration:${telephony.integrationId}` };
    const record = (await handoffOf(handoffId))['record'] as { step: { type: string }; actor: object }[];
    expect(record.filter(({ step }) => step.type === 'accepted').map((step) => step.actor)).toEqual([actor]);
    const events = await handoffs.kafka.waitForMessages(topics.handoffs.name, leadId, answer?.version ?? 1);
    expect(events.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ actor, step: { type: 'accepted', impliedByTouch: false } }),
    );
    expect(await summariesOf(handoffId)).toContain(`accept by ${owner} via integration:${telephony.integrationId}`);
  });

  async function summariesOf(handoffId: string): Promise<string[]> {
    const client = handoffs.api!.get(Client);
    const { events } = await client.workflow.getHandle(handoffId).fetchHistory();
    return (events ?? []).flatMap(({ userMetadata }) =>
      userMetadata?.summary ? [defaultPayloadConverter.fromPayload<string>(userMetadata.summary)] : [],
    );
  }

  it('a system acts under its own name, and a person with a token that is bound to the event', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const evidence = { kind: 'message-id', reference: 'm-1' };
    const reply = { handoffId, command: { type: 'lead-replied', channel: 'email', evidence } };
    await handoffs.publishCommand(signCommand(telephony, reply));
    expect(await answersOf(handoffId, 1)).toMatchObject([{ outcome: 'done' }]);
    await handoffs.publishCommand(await signedBy(owner, { handoffId, personId: owner, command: accept }));
    await handoffs.publishCommand(await signedBy(owner, { handoffId, command: { type: 'open' } }));
    const answers = await answersOf(handoffId, 3);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    const record = (await handoffOf(handoffId))['record'] as { step: { type: string }; actor: object }[];
    const actorOf = (type: string) => record.find(({ step }) => step.type === type)?.actor;
    expect(actorOf('lead-replied')).toEqual({ kind: 'integration', id: `integration:${telephony.integrationId}` });
    expect(actorOf('accepted')).toEqual({ kind: 'person', id: owner });
  });

  it('each command without a valid credential gets one answer that says why, and changes nothing', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const command: CommandToSend = { handoffId, personId: owner, command: accept };
    const { version } = await handoffOf(handoffId);
    const hourAgo = new Date(Date.now() - HOUR_MILLISECONDS);
    const sign = (sender = telephony, changes: Partial<CommandToSend> = {}, at?: Date): CommandMessage =>
      signCommand(sender, { ...command, id: randomUUID(), ...changes }, at);
    const { ce_credential: _, ...unsigned } = sign().headers;
    const revoked = await handoffs.commandSender('revoked', { actsFor: { everyone: true } });
    await handoffs.call('adam', 'DELETE', `/integrations/${revoked.integrationId}/keys/${revoked.keyId}`);
    const limited = await handoffs.commandSender('limited', { actsFor: { personIds: ['marina'] } });
    const alone = await handoffs.commandSender('alone', {});
    const secret = await handoffs.call('adam', 'POST', `/integrations/${alone.integrationId}/keys`, {
      scopes: ['write-leads', 'read-reports'],
    });
    const reader = await handoffs.commandSender('reader', { actsFor: { everyone: true } });
    // The API registers no public key without the scope, so only the data could have one.
    await handoffs.database.pool.query(
      `UPDATE handoff.access_key SET access = jsonb_set(access, '{scopes}', '["read-reports"]') WHERE key_id = $1`,
      [reader.keyId],
    );
    const body = sign(telephony, { command: { type: 'open' } });

    const refused: [string, CommandMessage, string][] = [
      ['no credential', { ...sign(), headers: unsigned }, 'credential-missing'],
      ['garbage', withCredential(sign(), 'garbage'), 'credential-invalid'],
      ['expired', sign(telephony, {}, hourAgo), 'credential-expired'],
      ['revoked key', sign(revoked), 'api-key-revoked'],
      ['unknown key', sign({ ...telephony, keyId: '0123456789abcdef' }), 'credential-invalid'],
      [
        'unregistered key',
        sign({ ...telephony, privateKey: generateKeyPairSync('ed25519').privateKey }),
        'credential-invalid',
      ],
      ['key of another integration', sign({ ...telephony, keyId: limited.keyId }), 'credential-invalid'],
      ['key that is a secret', sign({ ...alone, keyId: secret.body['keyId'] as string }), 'credential-invalid'],
      ['another event', withCredential(sign(), credentialOf(sign())), 'credential-not-bound'],
      [
        'another body',
        withCredential(sign(telephony, { id: eventIdOf(body) }), credentialOf(body)),
        'credential-not-bound',
      ],
      ['another source', { ...sign(), headers: { ...sign().headers, ce_source: '/crm' } }, 'credential-not-bound'],
      ['key without the scope', sign(reader), 'scope-missing'],
      ['uncovered person', sign(limited), 'acts-for-not-covered'],
      ['no person covered', sign(alone), 'acts-for-not-covered'],
      ['unknown person', sign(telephony, { personId: 'nobody' }), 'person-unknown'],
      ['token that is not bound', withCredential(sign(), await handoffs.token(owner)), 'credential-not-bound'],
      ['token of somebody else', await signedBy('adam', { ...command, id: randomUUID() }), 'acts-for-not-covered'],
      [
        'token of another issuer',
        withCredential(
          sign(),
          (await signedBy(owner, command)).headers['ce_credential']!.replace(/.{9}$/, 'A'.repeat(9)),
        ),
        'token-invalid',
      ],
    ];
    for (const [, message] of refused) await handoffs.publishCommand(message);
    // Delivered again, they are not answered again.
    for (const [, message] of refused) await handoffs.publishCommand(message);
    const last = signCommand(telephony, { handoffId, personId: 'marina', command: accept });
    await handoffs.publishCommand(last);

    const answers = await answersOf(handoffId, refused.length + 1);
    const problemOf = (message: CommandMessage) =>
      answers
        .filter(({ commandId }) => commandId === eventIdOf(message))
        .map(({ outcome, problem }) => `${outcome}: ${problem?.type.replace('urn:baton:problem:', '') ?? ''}`);
    expect(refused.map(([what, message]) => [what, problemOf(message)])).toEqual(
      refused.map(([what, , problem]) => [what, [`refused: ${problem}`]]),
    );
    expect(problemOf(last)).toEqual(['refused: not-permitted']);
    expect((await handoffOf(handoffId))['version']).toBe(version);
  });

  it('a person who left can no longer be acted for', async () => {
    const { handoffId } = await assignedHandoff();
    const settings = { roles: ['rep'], teamId: 'sales' };
    const personId = `leaver-${randomUUID().slice(0, 8)}`;
    expect(await handoffs.call('adam', 'PUT', `/people/${personId}`, settings)).toMatchObject({ status: 200 });
    expect(await handoffs.call('adam', 'POST', `/people/${personId}/leave`)).toMatchObject({ status: 202 });
    await handoffs.publishCommand(signCommand(telephony, { handoffId, personId, command: accept }));
    expect(await answersOf(handoffId, 1)).toMatchObject([
      { outcome: 'refused', problem: { status: 403, type: 'urn:baton:problem:person-inactive' } },
    ]);
  });

  it('the same event id with another body is refused, and never answered with the first result', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const id = randomUUID();
    const first = signCommand(telephony, { id, handoffId, personId: owner, command: { type: 'open' } });
    const second = signCommand(telephony, { id, handoffId, personId: owner, command: accept });
    await handoffs.publishCommand(first);
    await answersOf(handoffId, 1);
    await handoffs.publishCommand(second);
    await handoffs.publishCommand(second);
    await handoffs.publishCommand(first);
    await handoffs.publishCommand(signCommand(telephony, { handoffId, personId: owner, command: accept }));
    const answers = await answersOf(handoffId, 3);
    expect(answers).toMatchObject([
      { commandId: id, outcome: 'done' },
      { commandId: id, outcome: 'refused', problem: { type: 'urn:baton:problem:event-id-reused' } },
      { outcome: 'done' },
    ]);
  });

  it('commands of two systems with the same id are both carried out', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const crm = await handoffs.commandSender('crm', { actsFor: { teamIds: ['sales'] } });
    for (const sender of [telephony, crm, { ...crm, source: telephony.source }])
      await handoffs.publishCommand(
        signCommand(sender, { id: '1', handoffId, personId: owner, command: { type: 'open' } }),
      );
    const answers = await answersOf(handoffId, 3);
    expect(answers.map(({ commandId, commandSource, outcome }) => [commandId, commandSource, outcome])).toEqual([
      ['1', telephony.source, 'done'],
      ['1', crm.source, 'done'],
      ['1', telephony.source, 'done'],
    ]);
  });

  it('a forged event does not use up the id of a real one', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const real = signCommand(telephony, { handoffId, personId: owner, command: accept });
    const forged = { ...real, value: JSON.stringify({ handoffId, personId: owner, command: { type: 'open' } }) };
    await handoffs.publishCommand(forged);
    await handoffs.publishCommand(real);
    expect(await answersOf(handoffId, 2)).toMatchObject([{ outcome: 'refused' }, { outcome: 'done' }]);
  });

  describe('Late handling', () => {
    const deliver = async (message: CommandMessage, receivedAt: Date, isDatedByBroker: boolean): Promise<void> => {
      const received: ReceivedMessage = {
        topic: commandRequested.topic,
        partition: 0,
        offset: '0',
        key: message.key,
        headers: message.headers,
        value: Buffer.from(message.value),
        receivedAt,
        isDatedByBroker,
      };
      const subscription = handoffs.api!.get(CommandsConsumer).subscription();
      if (subscription.isIdempotent !== true) throw new Error('The gateway recognises repeated commands itself.');
      await subscription.handle(contractReader(commandRequested)(received), { message: received });
    };
    const hourAgo = (): Date => new Date(Date.now() - HOUR_MILLISECONDS);

    it('a command that is handled late is judged at the time when the broker appended it', async () => {
      const { handoffId, owner } = await assignedHandoff();
      const signedAt = hourAgo();
      const message = signCommand(telephony, { handoffId, personId: owner, command: accept }, signedAt);
      await deliver(message, signedAt, true);
      expect(await answersOf(handoffId, 1)).toMatchObject([{ outcome: 'done' }]);
    });

    it('a command that its sender could have dated is judged now', async () => {
      const { handoffId, owner } = await assignedHandoff();
      const signedAt = hourAgo();
      const message = signCommand(telephony, { handoffId, personId: owner, command: accept }, signedAt);
      await deliver(message, signedAt, false);
      expect(await answersOf(handoffId, 1)).toMatchObject([
        { outcome: 'refused', problem: { type: 'urn:baton:problem:credential-expired' } },
      ]);
    });

    it('a key is judged at the time when the broker appended the command: valid until it expires, refused after that', async () => {
      const { handoffId, owner } = await assignedHandoff();
      const now = Date.now();
      const sender = await handoffs.commandSender('temporary', {
        actsFor: { everyone: true },
        expiresAt: new Date(now + HOUR_MILLISECONDS).toISOString(),
      });
      for (const signedAt of [new Date(now), new Date(now + 2 * HOUR_MILLISECONDS)])
        await deliver(
          signCommand(sender, { handoffId, personId: owner, command: { type: 'open' } }, signedAt),
          signedAt,
          true,
        );
      expect(await answersOf(handoffId, 2)).toMatchObject([
        { outcome: 'done' },
        { outcome: 'refused', problem: { status: 401, type: 'urn:baton:problem:api-key-expired' } },
      ]);
    });

    it('a command of a key that was revoked since then is refused', async () => {
      const { handoffId, owner } = await assignedHandoff();
      const sender = await handoffs.commandSender('revoked-later', { actsFor: { everyone: true } });
      const signedAt = hourAgo();
      const message = signCommand(sender, { handoffId, personId: owner, command: accept }, signedAt);
      await handoffs.call('adam', 'DELETE', `/integrations/${sender.integrationId}/keys/${sender.keyId}`);
      await deliver(message, signedAt, true);
      expect(await answersOf(handoffId, 1)).toMatchObject([
        { outcome: 'refused', problem: { type: 'urn:baton:problem:api-key-revoked' } },
      ]);
    });
  });
});
