import { aShortAgreement, waitUntil } from '@baton/testing';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';

interface TicketResponse {
  ticketId: string;
  handoffId: string;
  kind: string;
  ownerId: string;
  acknowledgedBy: string | null;
  comments: { textId: string; authorId: string }[];
}

describe('Tickets API', () => {
  let handoffs: HandoffFixture;
  let ticket: TicketResponse;

  const listTickets = (person: string, query = ''): Promise<TicketResponse[]> =>
    handoffs.call(person, 'GET', `/tickets?${query}`).then(({ body }) => body['tickets'] as TicketResponse[]);
  const acknowledge = (person: string, ticketId = ticket.ticketId): Promise<ApiResponse> =>
    handoffs.call(person, 'POST', `/tickets/${ticketId}/acknowledge`);

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    const agreementVersion = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT1H', firstContact: 'PT1S' }),
    );
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion });
    ticket = await waitUntil(
      async () => (await listTickets('tatiana', 'kind=no-first-contact')).find((each) => each.handoffId === handoffId),
      { what: 'the broken promise opens a ticket' },
    );
  });
  afterAll(() => handoffs?.stop());

  it('a ticket states its owner, cause, time and what to do, in English and Russian', () => {
    expect(ticket).toMatchObject({
      ticketId: `${ticket.handoffId}.no-first-contact`,
      ownerId: expect.any(String) as string,
      teamId: 'sales',
      cause: { promise: 'first-contact', dueAt: expect.any(String) as string },
      causeText: {
        en: expect.stringMatching(
          /^No one tried to reach the lead in time\. Owner at the time: (anna|boris|clara)\.$/,
        ) as string,
        ru: expect.stringMatching(/^Первый контакт/) as string,
      },
      whatToDo: { en: 'Call the lead now.', ru: 'Позвоните лиду сейчас.' },
      since: expect.any(String) as string,
      timesOpened: 1,
      acknowledgedAt: null,
      comments: [],
    });
  });

  it('tickets can be filtered by state, kind, owner, team, acknowledgement and time', async () => {
    const found = async (query: string): Promise<boolean> =>
      (await listTickets('olga', query)).some(({ ticketId }) => ticketId === ticket.ticketId);
    expect(await found(`ownerId=${ticket.ownerId}&teamId=sales&kind=no-first-contact`)).toBe(true);
    expect(await found('since=2020-01-01T00:00:00Z&acknowledged=false&state=all')).toBe(true);
    expect(await found('since=2999-01-01T00:00:00Z')).toBe(false);
    expect(await found('state=closed')).toBe(false);
    expect(await found('ownerId=nobody')).toBe(false);
    const wrong = await handoffs.call('olga', 'GET', '/tickets?kind=late&since=yesterday&acknowledged=maybe');
    expect(wrong).toMatchObject({ status: 400, body: { type: 'urn:baton:problem:invalid-fields' } });
    expect((wrong.body['errors'] as { field: string }[]).map(({ field }) => field).sort()).toEqual([
      'acknowledged',
      'kind',
      'since',
    ]);
  });

  it('someone who never owned the handoff can neither see nor acknowledge its ticket', async () => {
    expect(await listTickets('kirill', `ownerId=${ticket.ownerId}`)).toEqual([]);
    expect(await acknowledge('kirill')).toMatchObject({ status: 404 });
    expect(await acknowledge('olga', 'handoff-0.no-first-contact')).toMatchObject({ status: 404 });
  });

  it('a ticket is acknowledged only once and stays open', async () => {
    expect(await acknowledge('tatiana')).toMatchObject({ status: 200, body: { acknowledgedBy: 'tatiana' } });
    expect(await acknowledge(ticket.ownerId)).toMatchObject({ status: 200, body: { acknowledgedBy: 'tatiana' } });
    const acknowledged = await listTickets('olga', 'acknowledged=true&state=open');
    expect(acknowledged.map(({ ticketId }) => ticketId)).toEqual([ticket.ticketId]);
  });

  it('a comment on a lead’s ticket is stored once for an idempotency key, with its text in intake', async () => {
    const url = `/tickets/${ticket.ticketId}/comments`;
    const body = { text: 'Her phone is off until noon' };
    await handoffs.call(ticket.ownerId, 'POST', url, body, { 'idempotency-key': 'one' });
    const twice = await handoffs.call(ticket.ownerId, 'POST', url, body, { 'idempotency-key': 'one' });
    const comments = twice.body['comments'] as TicketResponse['comments'];
    expect(comments).toMatchObject([{ authorId: ticket.ownerId }]);
    expect(handoffs.texts.get(comments[0]?.textId ?? '')).toContain(body.text);
    expect(JSON.stringify(twice.body)).not.toContain(body.text);
    expect(await handoffs.call(ticket.ownerId, 'POST', url, { text: '' })).toMatchObject({ status: 400 });
  });

  it('a notification that was not given up cannot be resent, even by ops', async () => {
    const { body } = await handoffs.call('olga', 'GET', `/notifications?handoffId=${ticket.handoffId}&limit=1`);
    const [{ notificationId }] = body['notifications'] as [{ notificationId: string }];
    const url = `/notifications/${encodeURIComponent(notificationId)}/resend`;
    expect(await handoffs.call('olga', 'POST', url)).toMatchObject({
      status: 409,
      body: { type: 'urn:baton:problem:not-given-up' },
    });
    expect(await handoffs.call('tatiana', 'POST', url)).toMatchObject({ status: 403 });
  });

  it('a ticket about the system stores its comments itself and is accessible only to ops', async () => {
    await handoffs.database.pool.query(
      `INSERT INTO handoff.ticket (ticket_id, kind, owner_role, opened_at, since)
       VALUES ('delivery-failing.slack', 'delivery-failing', 'ops', now(), now())`,
    );
    expect(await listTickets('olga', 'kind=delivery-failing')).toMatchObject([
      { handoffId: null, ownerId: null, ownerRole: 'ops' },
    ]);
    const comment = (person: string): Promise<ApiResponse> =>
      handoffs.call(
        person,
        'POST',
        '/tickets/delivery-failing.slack/comments',
        { text: 'The hook has moved' },
        { 'idempotency-key': 'moved' },
      );
    expect(await comment('olga')).toMatchObject({ status: 200 });
    expect((await comment('olga')).body['comments']).toMatchObject([{ authorId: 'olga', text: 'The hook has moved' }]);
    expect([...handoffs.texts.values()].join()).not.toContain('The hook has moved');
    expect(await comment(ticket.ownerId)).toMatchObject({ status: 404 });
    expect(await acknowledge('marina', 'delivery-failing.slack')).toMatchObject({ status: 403 });
    expect(await acknowledge('olga', 'delivery-failing.slack')).toMatchObject({ status: 200 });
  });

  it('a ticket about a promise of marketing belongs to the marketer role', async () => {
    const agreementVersion = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['swift'], acceptance: 'PT1H', firstContact: 'PT1H', returnReview: 'PT1S' }),
    );
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion });
    const { ownerId } = await waitUntil(
      async () => {
        const { body } = await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`);
        return typeof body['ownerId'] === 'string' && { ownerId: body['ownerId'] };
      },
      { what: 'the handoff has an owner' },
    );
    const proof = { kind: 'link', reference: 'https://competitor.example' };
    await handoffs.call(ownerId, 'POST', `/handoffs/${handoffId}/return`, { reason: 'competitor', proof });
    const review = await waitUntil(
      async () =>
        (await listTickets('marina', 'kind=return-not-reviewed')).find((each) => each.handoffId === handoffId),
      { what: 'the review is overdue' },
    );
    expect(review).toMatchObject({ ownerId: null, ownerRole: 'marketer', teamId: 'sales' });
    // The rep sees it, because it is about their handoff, but cannot acknowledge it.
    expect(await listTickets(ownerId, 'kind=return-not-reviewed')).toMatchObject([{ handoffId }]);
    expect(await acknowledge(ownerId, review.ticketId)).toMatchObject({ status: 403 });
    expect(await acknowledge('arkady', review.ticketId)).toMatchObject({ status: 403 });
    expect(await acknowledge('marina', review.ticketId)).toMatchObject({ body: { acknowledgedBy: 'marina' } });
  });
});
