import { attentionMessage, deadLetterTopic, ticketRaised, ticketResolved, topics } from '@baton/contracts';
import type { AttentionMessage, TicketRaised } from '@baton/contracts';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';

interface TicketResponse {
  ticketId: string;
  ownerId: string | null;
  ownerRole: string | null;
  closedAt: string | null;
  timesOpened: number;
}

describe('baton.attention.v1', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.call('adam', 'PUT', '/people/ivan', { roles: ['marketer'] });
  });
  afterAll(() => handoffs?.stop());

  const at = '2026-11-23T06:15:00.000Z';
  const aSource = (): string => `partner ${randomUUID().slice(0, 8)}`;
  const publish = (type: string, key: string, data: object, id: string = randomUUID()): Promise<void> =>
    handoffs.kafka.publish({ topic: topics.attention.name, key, id, type, data });
  const raise = (source: string, changes: Partial<TicketRaised> = {}, id?: string): Promise<void> => {
    const owner = { role: 'marketer' } as const;
    const data: TicketRaised = {
      kind: 'quarantine-overdue',
      subject: source,
      owner,
      cause: { source },
      at,
      ...changes,
    };
    return publish(ticketRaised.type, source, data, id);
  };
  const resolve = (source: string): Promise<void> =>
    publish(ticketResolved.type, source, { kind: 'quarantine-overdue', subject: source, at });
  const ticketOf = async (source: string): Promise<TicketResponse | undefined> => {
    const { body } = await handoffs.call('adam', 'GET', '/tickets?state=all&limit=200');
    return (body['tickets'] as TicketResponse[]).find(({ ticketId }) => ticketId === `quarantine-overdue.${source}`);
  };
  const ticketWhen = (source: string, what: string, condition: (ticket: TicketResponse) => boolean) =>
    waitUntil(
      async () => {
        const ticket = await ticketOf(source);
        return ticket && condition(ticket) && ticket;
      },
      { what },
    );
  const isOpen = ({ closedAt }: TicketResponse): boolean => closedAt === null;
  const notifiedOf = async (source: string): Promise<string[]> => {
    const { body } = await handoffs.call('adam', 'GET', '/notifications?kind=ticket-opened&limit=200');
    return (body['notifications'] as { recipientId: string; facts: Record<string, string> }[])
      .filter(({ facts }) => facts['source'] === source)
      .map(({ recipientId }) => recipientId)
      .sort();
  };

  it('a ticket that a service asks for belongs to the role that it names, whose people are notified', async () => {
    const source = aSource();
    await raise(source);
    expect(await ticketWhen(source, 'the ticket is open', isOpen)).toMatchObject({
      ownerId: null,
      ownerRole: 'marketer',
      handoffId: null,
      cause: { source },
      causeText: {
        en: `Messages that could not become leads have not been reviewed in time. Source: ${source}.`,
        ru: expect.stringContaining(`Источник: ${source}.`) as string,
      },
    });
    expect(await notifiedOf(source)).toEqual(['ivan', 'marina']);
  });

  it('the same request again, under its own id or another one, opens no second ticket and sends no second message', async () => {
    const [source, last] = [aSource(), aSource()];
    for (const id of [`${source}/1`, `${source}/1`, `${source}/2`]) await raise(source, {}, id);
    // The messages of a topic's partition are handled in order, so after this one the others have been.
    const owner = { role: 'marketer' };
    await publish(ticketRaised.type, source, {
      kind: 'quarantine-overdue',
      subject: last,
      owner,
      cause: { source: last },
      at,
    });
    await ticketWhen(last, 'the last request is handled', isOpen);
    expect(await ticketOf(source)).toMatchObject({ timesOpened: 1 });
    expect(await notifiedOf(source)).toEqual(['ivan', 'marina']);
  });

  it('a resolved ticket closes, and reopens under the same id when its cause returns', async () => {
    const source = aSource();
    await raise(source);
    await resolve(source);
    await ticketWhen(source, 'the ticket is closed', ({ closedAt }) => closedAt !== null);
    await raise(source);
    expect(await ticketWhen(source, 'the ticket is open again', isOpen)).toMatchObject({ timesOpened: 2 });
    expect(await notifiedOf(source)).toEqual(['ivan', 'ivan', 'marina', 'marina']);
  });

  it('an open ticket moves to its new owner, who is notified and acknowledges it again', async () => {
    const source = aSource();
    await raise(source);
    await ticketWhen(source, 'the ticket is open', isOpen);
    const acknowledge = (personId: string) =>
      handoffs.call(personId, 'POST', `/tickets/${encodeURIComponent(`quarantine-overdue.${source}`)}/acknowledge`);
    expect(await acknowledge('marina')).toMatchObject({ status: 200, body: { acknowledgedBy: 'marina' } });
    await raise(source, { owner: { personId: 'anna' } });
    expect(await ticketWhen(source, 'anna owns the ticket', ({ ownerId }) => ownerId === 'anna')).toMatchObject({
      ownerRole: null,
      timesOpened: 1,
      acknowledgedBy: null,
    });
    expect(await notifiedOf(source)).toEqual(['anna', 'ivan', 'marina']);
    expect((await acknowledge('marina')).status).toBe(403);
    expect(await acknowledge('anna')).toMatchObject({ status: 200, body: { acknowledgedBy: 'anna' } });
  });

  it('a message notifies its recipient and leaves no ticket', async () => {
    const pack = randomUUID();
    const data: AttentionMessage = { kind: 'pack-ready', recipient: { role: 'marketer' }, facts: { pack, leads: 7 } };
    await publish(attentionMessage.type, pack, data, pack);
    const notifications = await waitUntil(
      async () => {
        const { body } = await handoffs.call('adam', 'GET', '/notifications?kind=pack-ready');
        return (body['total'] as number) === 2 && (body['notifications'] as object[]);
      },
      { what: 'both marketers are notified' },
    );
    expect(notifications).toEqual(
      ['ivan', 'marina'].map((recipientId) =>
        expect.objectContaining({ recipientId, handoffId: null, facts: { pack, leads: '7' } }),
      ),
    );
  });

  it('a request that its contract rejects becomes a dead letter, and opens no ticket', async () => {
    const source = aSource();
    const deadLetters = deadLetterTopic(topics.attention.name);
    await handoffs.kafka.consume(deadLetters);
    await raise(source, { owner: { role: 'somebody' } as never });
    const [letter] = await handoffs.kafka.waitForMessages(deadLetters, source, 1);
    expect(letter?.headers).toMatchObject({
      'baton-dlq-code': 'wrong-schema',
      'baton-dlq-consumer': 'handoff-attention',
    });
    expect(await ticketOf(source)).toBeUndefined();
  });
});
