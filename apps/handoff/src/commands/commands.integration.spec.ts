import { commandProcessed, commandRequested, topics } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

describe('commands of other systems, and many at once', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.kafka.consume(topics.commandAnswers.name);
  });
  afterAll(() => handoffs?.stop());

  const one = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const begun = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await one(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, owner };
  };
  const ask = (handoffId: string, personId: string, id: string, command: object): Promise<void> =>
    handoffs.kafka.publish({
      topic: commandRequested.topic,
      key: handoffId,
      id,
      type: commandRequested.type,
      data: { handoffId, personId, command },
    });

  it('come over Kafka under the same rules, once, and are answered by an event', async () => {
    const { handoffId, owner } = await begun();
    const [stranger, accepted] = [randomUUID(), randomUUID()];
    await ask(handoffId, owner === 'anna' ? 'boris' : 'anna', stranger, { type: 'accept' });
    await ask(handoffId, owner, accepted, { type: 'accept' });
    await ask(handoffId, owner, accepted, { type: 'accept' });

    const answers = await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, 2);
    const answerTo = (commandId: string): unknown =>
      answers.map(({ data }) => data as { commandId: string }).find((data) => data.commandId === commandId);
    expect(answerTo(stranger)).toMatchObject({ outcome: 'refused', problem: { status: 403 } });
    expect(answerTo(accepted)).toMatchObject({ outcome: 'done', version: expect.any(Number) as number });
    const record = (await one(handoffId))['record'] as { step: { type: string } }[];
    expect(record.filter(({ step }) => step.type === 'accepted')).toHaveLength(1);
  });

  it('are refused by an answer where their evidence is nowhere, or they answer what nobody asked', async () => {
    const { handoffId, owner } = await begun();
    const [nowhere, unasked] = [randomUUID(), randomUUID()];
    const evidence = { kind: 'recording' };
    await ask(handoffId, owner, nowhere, {
      type: 'touch',
      channel: 'call',
      direction: 'outbound',
      outcome: 'reached',
      evidence,
    });
    await ask(handoffId, owner, unasked, {
      type: 'answer-questions',
      answers: [{ question: 'horoscope', answer: 'yes', evidence: { kind: 'note' } }],
    });
    const answers = (await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, 2, 50_000)).map(
      ({ data }) => data,
    );
    for (const commandId of [nowhere, unasked])
      expect(answers).toContainEqual(
        expect.objectContaining({
          commandId,
          outcome: 'refused',
          problem: expect.objectContaining({ status: 422 }) as unknown,
        }),
      );
    expect(JSON.stringify(answers)).toContain('horoscope');
  });

  it('are given to many at once, each with a result of its own', async () => {
    const [first, second] = [await begun(), await begun()];
    const key = { 'idempotency-key': randomUUID() };
    const begin = () =>
      handoffs.call(
        'adam',
        'POST',
        '/bulk',
        { command: 'reassign', selection: { handoffIds: [first.handoffId, second.handoffId, 'handoff-unknown-1'] } },
        key,
      );
    const { status, body } = await begin();
    expect({ status, total: body['total'] }).toEqual({ status: 202, total: 3 });
    const over = await waitUntil(
      async () => {
        const progress = (await handoffs.call('adam', 'GET', `/bulk/${String(body['bulkId'])}`)).body;
        return progress['pending'] === 0 && progress;
      },
      { what: 'the bulk is carried out', withinMilliseconds: 90_000 },
    );
    expect(over).toMatchObject({ done: 2, refused: 1 });
    expect((await one(first.handoffId))['ownerId']).not.toBe(first.owner);
    expect((await begin()).body['bulkId']).toBe(body['bulkId']);
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
    ['nothing is selected', { selection: {} }, 422],
    ['the selection says null', { selection: { ownerId: null, teamId: null } }, 422],
    ['there is no selection', {}, 400],
    ['the selection is null', { selection: null }, 400],
    ['the selection is a list', { selection: [{ ownerId: 'anna' }] }, 400],
  ])('are refused as a whole when %s', async (_, fields, status) => {
    for (const person of ['adam', 'tatiana']) {
      const answer = await handoffs.call(person, 'POST', '/bulk', { command: 'accept', ...fields });
      expect(answer).toMatchObject({ status, body: { errors: [{ field: 'selection' }] } });
    }
  });

  it.each([
    ['anna', { ownerId: 'boris' }],
    ['anna', { ownerId: 'boris', teamId: 'sales' }],
    ['tatiana', { teamId: 'partners' }],
    ['tatiana', { teamId: 'partners', ownerId: 'boris' }],
  ])('are not given by %s to what is not theirs, and never to their own instead', async (person, selection) => {
    const { handoffId } = await begun();
    await handoffs.call('adam', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' });
    const { version } = await one(handoffId);
    const answer = await handoffs.call(person, 'POST', '/bulk', { command: 'decline', reason: 'capacity', selection });
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('nothing was done') as string },
    });
    expect((await one(handoffId))['version']).toBe(version);
  });

  it('are given to one’s own as `me`, by id, or as the team’s', async () => {
    const { handoffId, owner } = await begun();
    const total = async (person: string, selection: object): Promise<unknown> =>
      (await handoffs.call(person, 'POST', '/bulk', { command: 'close-unreachable', selection })).body['total'];
    const own = await total(owner, { ownerId: 'me' });
    expect(own).toBeGreaterThan(0);
    expect(await total(owner, { ownerId: owner })).toBe(own);
    expect(await total('tatiana', { teamId: 'sales', ownerId: owner })).toBe(own);
    expect((await handoffs.call(owner, 'GET', `/handoffs?leadId=${handoffId.slice(8, -2)}`)).body['total']).toBe(1);
  });
});
