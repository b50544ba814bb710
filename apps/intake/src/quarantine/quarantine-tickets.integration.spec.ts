import { ticketRaised, ticketResolved, topics } from '@baton/contracts';
import { TestKafka, waitUntil } from '@baton/testing';
import type { ConsumedMessage } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';
import { QuarantineTickets } from './quarantine-tickets.ts';

describe('Tickets for the quarantine', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(topics.attention.name);
    intake = await runIntake();
    // Registers the person with their role.
    await intake.request('GET', '/quarantine', { id: 'nina', roles: ['marketer'] });
    await intake.request('GET', '/leads', { id: 'rita', roles: ['rep'] });
  });
  afterAll(async () => {
    await intake?.stop();
    await kafka?.stop();
  });

  const aSource = (): string => `partner ${randomUUID().slice(0, 8)}`;
  const quarantine = async (source: string, headers: Record<string, string> = {}): Promise<string> => {
    const name = randomUUID();
    await kafka.publishRaw(topics.inboundLeads.name, 'any', JSON.stringify({ name, source }), headers);
    return waitUntil(
      () =>
        intake.value<string>(
          `SELECT id FROM intake.quarantined_message WHERE encode(body, 'escape') LIKE $1`,
          `%${name}%`,
        ),
      { what: 'the message is quarantined', withinMilliseconds: 20_000 },
    );
  };
  /** Lets the review of these messages become due, and reports it. */
  const makeOverdue = async (...ids: string[]): Promise<void> => {
    await intake.database.pool.query(
      `UPDATE intake.quarantined_message SET review_due_at = now() - interval '1 second' WHERE id = ANY ($1)`,
      [ids],
    );
    intake.app.get(QuarantineTickets).nudge();
  };
  const asked = (source: string): ConsumedMessage[] =>
    kafka.seen(topics.attention.name, `quarantine-overdue.${source}`);
  const askedTypes = (source: string): (string | undefined)[] => asked(source).map(({ headers }) => headers['ce_type']);
  const waitFor = (source: string, ...types: string[]): Promise<unknown> =>
    waitUntil(() => askedTypes(source).join() === types.join(), { what: `${types.join(' and ')} for ${source}` });
  const { type: raised } = ticketRaised;
  const { type: resolved } = ticketResolved;
  const dismiss = (id: string) => intake.request('POST', `/quarantine/${id}/dismiss`, marketer, { reason: 'a test' });
  const replay = (id: string) => intake.request('POST', `/quarantine/${id}/replay`, marketer, { lead: aPerson() });
  const setOwner = (source: string, owner: object) =>
    intake.request('PUT', '/quarantine-owners', marketer, { source, ...owner });

  it('the late messages of one source share one ticket of marketing, and each source has its own', async () => {
    const [source, other] = [aSource(), aSource()];
    const late = [await quarantine(source), await quarantine(source), await quarantine(other)];
    const inTime = await quarantine(aSource());
    await makeOverdue(...late);
    await Promise.all([waitFor(source, raised), waitFor(other, raised)]);
    expect(asked(source)[0]?.data).toMatchObject({
      kind: 'quarantine-overdue',
      subject: source,
      owner: { role: 'marketer' },
      cause: { source, messages: 2, overdueSince: expect.any(String) as string },
    });
    const { body } = await intake.request('GET', `/quarantine/${inTime}`, marketer);
    expect(askedTypes(body.source)).toEqual([]);
  });

  it('another late message of a source with a ticket asks for no other', async () => {
    const [source, last] = [aSource(), aSource()];
    await makeOverdue(await quarantine(source));
    await waitFor(source, raised);
    await makeOverdue(await quarantine(source), await quarantine(last));
    await waitFor(last, raised);
    expect(askedTypes(source)).toEqual([raised]);
  });

  it.each([
    ['dismissed', dismiss],
    ['mended and replayed', replay],
  ])('the ticket closes when the last late message is %s, and not before', async (_, review) => {
    const [source, other] = [aSource(), aSource()];
    const [first, second] = [await quarantine(source), await quarantine(source)];
    await makeOverdue(first, second);
    await waitFor(source, raised);
    await review(first);
    await makeOverdue(await quarantine(other));
    await waitFor(other, raised);
    expect(askedTypes(source)).toEqual([raised]);
    await review(second);
    await waitFor(source, raised, resolved);
    await makeOverdue(await quarantine(source));
    await waitFor(source, raised, resolved, raised);
    expect(new Set(asked(source).map(({ headers }) => headers['ce_id'])).size).toBe(3);
  });

  it('the ticket goes to the owner of the source, and moves with a new owner', async () => {
    const source = aSource();
    expect((await setOwner(source, { personId: 'nina' })).status).toBe(204);
    const id = await quarantine(source);
    expect((await intake.request('GET', `/quarantine/${id}`, marketer)).body).toMatchObject({
      source,
      owner: { personId: 'nina' },
    });
    await makeOverdue(id);
    await waitFor(source, raised);
    expect((await setOwner(source, { role: 'ops' })).status).toBe(204);
    await waitFor(source, raised, raised);
    expect((await intake.request('DELETE', `/quarantine-owners?source=${source}`, marketer)).status).toBe(204);
    await waitFor(source, raised, raised, raised);
    expect(asked(source).map(({ data }) => (data as { owner: object }).owner)).toEqual([
      { personId: 'nina' },
      { role: 'ops' },
      { role: 'marketer' },
    ]);
  });

  it('the messages of a source whose owner has left belong to marketing again', async () => {
    const source = aSource();
    await setOwner(source, { personId: 'nina' });
    await intake.database.pool.query(`UPDATE intake.access_person SET active = false WHERE person_id = 'nina'`);
    const { body } = await intake.request('GET', `/quarantine/${await quarantine(source)}`, marketer);
    expect(body.owner).toEqual({ role: 'marketer' });
    await intake.database.pool.query(`UPDATE intake.access_person SET active = true WHERE person_id = 'nina'`);
  });

  it.each([
    ['a person whom nobody knows', { personId: 'nobody' }, 'not-a-reviewer'],
    ['a person who may not review the quarantine', { personId: 'rita' }, 'not-a-reviewer'],
    ['both a role and a person', { personId: 'nina', role: 'ops' }, undefined],
    ['neither a role nor a person', {}, undefined],
  ])('%s cannot own a source', async (_, owner, type) => {
    const source = aSource();
    const { status, body } = await setOwner(source, owner);
    expect(status).toBe(422);
    if (type !== undefined) expect(body.type).toBe(`urn:baton:problem:${type}`);
    const { owners } = (await intake.request('GET', '/quarantine-owners', marketer)).body;
    expect(owners).not.toContainEqual(expect.objectContaining({ source }));
  });

  it.each([
    [
      'the sender',
      '/partner/crm',
      {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: randomUUID(),
        ce_source: '/partner/crm',
        ce_type: 'baton.lead.inbound',
      },
    ],
    ['the topic', `topic:${topics.inboundLeads.name}`, {}],
  ])('a message that names no readable source belongs to %s', async (_, source, headers) => {
    const name = randomUUID();
    await kafka.publishRaw(topics.inboundLeads.name, 'any', JSON.stringify({ name, source: 7 }), headers);
    const stored = await waitUntil(
      () =>
        intake.value<string>(
          `SELECT source FROM intake.quarantined_message WHERE encode(body, 'escape') LIKE $1`,
          `%${name}%`,
        ),
      { what: 'the message is quarantined', withinMilliseconds: 20_000 },
    );
    expect(stored).toBe(source);
  });
});
