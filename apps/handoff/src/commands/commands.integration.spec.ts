import { commandProcessed, topics } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { signCommand } from '../../../../docs/examples/sign-command.ts';
import type { CommandSender, CommandToSend } from '../../../../docs/examples/sign-command.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

describe('Commands over Kafka and in bulk', () => {
  let handoffs: HandoffFixture;
  let telephony: CommandSender;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    telephony = await handoffs.commandSender('telephony', { actsFor: { everyone: true } });
    await handoffs.kafka.consume(topics.commandAnswers.name);
  });
  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const assignedHandoff = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, owner };
  };
  const publishCommand = (
    handoffId: string,
    personId: string,
    id: string,
    command: CommandToSend['command'],
  ): Promise<void> => handoffs.publishCommand(signCommand(telephony, { id, handoffId, personId, command }));

  it('a command from Kafka follows the same rules, takes effect once, and its result is published as an event', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const [stranger, accepted] = [randomUUID(), randomUUID()];
    await publishCommand(handoffId, owner === 'anna' ? 'boris' : 'anna', stranger, { type: 'accept' });
    await publishCommand(handoffId, owner, accepted, { type: 'accept' });
    await publishCommand(handoffId, owner, accepted, { type: 'accept' });

    const results = await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, 2);
    const resultOf = (commandId: string): unknown =>
      results.map(({ data }) => data as { commandId: string }).find((data) => data.commandId === commandId);
    expect(resultOf(stranger)).toMatchObject({ outcome: 'refused', problem: { status: 404 } });
    expect(resultOf(accepted)).toMatchObject({ outcome: 'done', version: expect.any(Number) as number });
    const record = (await handoffOf(handoffId))['record'] as { step: { type: string } }[];
    expect(record.filter(({ step }) => step.type === 'accepted')).toHaveLength(1);
  });

  it('a command from Kafka without a reference for its evidence or with an unknown question is refused', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const [withoutReference, unknownQuestion] = [randomUUID(), randomUUID()];
    const evidence = { kind: 'recording' };
    await publishCommand(handoffId, owner, withoutReference, {
      type: 'touch',
      channel: 'call',
      direction: 'outbound',
      outcome: 'reached',
      evidence,
    });
    await publishCommand(handoffId, owner, unknownQuestion, {
      type: 'answer-questions',
      answers: [{ question: 'horoscope', answer: 'yes', evidence: { kind: 'note' } }],
    });
    const results = (await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, 2, 50_000)).map(
      ({ data }) => data,
    );
    for (const commandId of [withoutReference, unknownQuestion])
      expect(results).toContainEqual(
        expect.objectContaining({
          commandId,
          outcome: 'refused',
          problem: expect.objectContaining({ status: 422 }) as unknown,
        }),
      );
    expect(JSON.stringify(results)).toContain('horoscope');
  });

  it('a bulk command has a result for each handoff', async () => {
    const [first, second] = [await assignedHandoff(), await assignedHandoff()];
    const key = { 'idempotency-key': randomUUID() };
    const startBulk = () =>
      handoffs.call(
        'adam',
        'POST',
        '/bulk',
        { command: 'reassign', selection: { handoffIds: [first.handoffId, second.handoffId, 'handoff-unknown-1'] } },
        key,
      );
    const { status, body } = await startBulk();
    expect({ status, total: body['total'] }).toEqual({ status: 202, total: 3 });
    const finished = await waitUntil(
      async () => {
        const progress = (await handoffs.call('adam', 'GET', `/bulk/${String(body['bulkId'])}`)).body;
        return progress['pending'] === 0 && progress;
      },
      { what: 'the bulk command is finished', withinMilliseconds: 90_000 },
    );
    expect(finished).toMatchObject({ done: 2, refused: 1 });
    expect((await handoffOf(first.handoffId))['ownerId']).not.toBe(first.owner);
    expect((await startBulk()).body['bulkId']).toBe(body['bulkId']);
    const other = {
      command: 'accept',
      selection: { handoffIds: [first.handoffId, second.handoffId, 'handoff-unknown-1'] },
    };
    expect(await handoffs.call('adam', 'POST', '/bulk', other, key)).toMatchObject({
      status: 422,
      body: { type: 'urn:baton:problem:idempotency-key-reused' },
    });
    expect((await handoffs.call('boris', 'GET', `/bulk/${String(body['bulkId'])}`)).status).toBe(404);
  });

  it.each([
    ['an empty selection', { selection: {} }, 422],
    ['a selection of nulls', { selection: { ownerId: null, teamId: null } }, 422],
    ['no selection', {}, 400],
    ['null for the selection', { selection: null }, 400],
    ['a list as the selection', { selection: [{ ownerId: 'anna' }] }, 400],
  ])('a bulk command with %s is rejected as a whole', async (_, fields, status) => {
    for (const person of ['adam', 'tatiana']) {
      const response = await handoffs.call(person, 'POST', '/bulk', { command: 'accept', ...fields });
      expect(response).toMatchObject({ status, body: { errors: [{ field: 'selection' }] } });
    }
  });

  it.each([
    ['anna', { ownerId: 'boris' }],
    ['anna', { ownerId: 'boris', teamId: 'sales' }],
    ['tatiana', { teamId: 'partners' }],
    ['tatiana', { teamId: 'partners', ownerId: 'boris' }],
  ])(
    'a bulk command by %s with %j changes nothing, because it selects handoffs of others',
    async (person, selection) => {
      const { handoffId } = await assignedHandoff();
      await handoffs.call('adam', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' });
      const { version } = await handoffOf(handoffId);
      const response = await handoffs.call(person, 'POST', '/bulk', {
        command: 'decline',
        reason: 'capacity',
        selection,
      });
      expect(response).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining('nothing was done') as string },
      });
      expect((await handoffOf(handoffId))['version']).toBe(version);
    },
  );

  it('a rep can select their own handoffs as `me` or by id, and a team lead those of the team', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const total = async (person: string, selection: object): Promise<unknown> =>
      (await handoffs.call(person, 'POST', '/bulk', { command: 'close-unreachable', selection })).body['total'];
    const own = await total(owner, { ownerId: 'me' });
    expect(own).toBeGreaterThan(0);
    expect(await total(owner, { ownerId: owner })).toBe(own);
    expect(await total('tatiana', { teamId: 'sales', ownerId: owner })).toBe(own);
    expect((await handoffs.call(owner, 'GET', `/handoffs?leadId=${handoffId.slice(8, -2)}`)).body['total']).toBe(1);
  });
});
