import { agreementPublished, topics } from '@baton/contracts';
import { DAY, defaultAgreement, roundTheClock } from '@baton/domain';
import { TestKafka, waitUntil } from '@baton/testing';
import { OperationsServer } from '@baton/service';
import { randomUUID } from 'node:crypto';
import { RefusedBodies } from '../retention/refused-bodies.ts';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { Json, RunningIntake } from '../spec/running-intake.ts';

/** Higher than the versions that other specs publish. */
const version = 1_000_000 + (Date.now() % 1_000_000);

describe('Quarantine', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    intake = await runIntake();
    // With round-the-clock working hours, a working day is 24 hours.
    await intake.database.pool.query(
      `INSERT INTO intake.agreement_calendar (version, published_at, calendar, review_within) VALUES ($1, '2026-01-01', $2, 'PT24H')`,
      [version, JSON.stringify({ zone: 'UTC', hours: roundTheClock, specialDays: [] })],
    );
  });
  afterAll(async () => {
    await intake?.stop();
    await kafka.stop();
  });

  const quarantinedMessage = async (): Promise<string> => {
    const name = randomUUID();
    await kafka.publishRaw(topics.inboundLeads.name, 'any', JSON.stringify({ name, source: 'crm' }));
    return waitUntil(
      () =>
        intake.value<string>(
          `SELECT id FROM intake.quarantined_message WHERE encode(body, 'escape') LIKE $1`,
          `%${name}%`,
        ),
      { what: 'the message is quarantined', withinMilliseconds: 20_000 },
    );
  };
  const getMessage = async (id: string): Promise<Json> =>
    (await intake.request('GET', `/quarantine/${id}`, marketer)).body;
  const listedIds = async (query: string): Promise<string[]> => {
    const { body } = await intake.request('GET', `/quarantine?limit=200&${query}`, marketer);
    return body.items.map(({ id }: { id: string }) => id);
  };
  const dismiss = (id: string, reason = 'test message from a partner') =>
    intake.request('POST', `/quarantine/${id}/dismiss`, marketer, { reason });
  const makeOverdue = (id: string) =>
    intake.database.pool.query(
      `UPDATE intake.quarantined_message SET review_due_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
  const metric = async (name: string): Promise<number> => {
    const { body } = await intake.app.get(OperationsServer).fastify.inject('/metrics');
    return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, 'm').exec(body)?.[1]);
  };

  it('a message is due for review one working day after it was received', async () => {
    const { receivedAt, reviewDueAt, overdue } = await getMessage(await quarantinedMessage());
    expect(Date.parse(reviewDueAt) - Date.parse(receivedAt)).toBe(DAY);
    expect(overdue).toBe(false);
  });

  it('an overdue message is listed and counted as overdue', async () => {
    const [late, inTime] = [await quarantinedMessage(), await quarantinedMessage()];
    const [waiting, overdue] = [await metric('intake_quarantine_waiting'), await metric('intake_quarantine_overdue')];
    await makeOverdue(late);
    expect(await getMessage(late)).toMatchObject({ overdue: true });
    expect(await listedIds('overdue=true')).toEqual([late]);
    expect(await listedIds('overdue=false')).toContain(inTime);
    expect(await listedIds('overdue=false')).not.toContain(late);
    expect(await metric('intake_quarantine_waiting')).toBe(waiting);
    expect(await metric('intake_quarantine_overdue')).toBe(overdue + 1);
    expect((await intake.request('GET', '/quarantine?overdue=perhaps', marketer)).status).toBe(400);
  });

  it('a dismissed message no longer waits, and the first dismissal stays on record', async () => {
    const id = await quarantinedMessage();
    await makeOverdue(id);
    const dismissed = await dismiss(id);
    const dismissal = { by: 'marta', reason: 'test message from a partner', at: expect.any(String) as string };
    expect(dismissed).toMatchObject({ status: 200, body: { status: 'dismissed', overdue: false, dismissal } });
    expect(dismissed.body.body).toBeUndefined();
    expect(await listedIds('')).not.toContain(id);
    expect(await listedIds('status=dismissed')).toContain(id);
    expect((await dismiss(id, 'once more')).body).toEqual(dismissed.body);
    expect((await dismiss(id, ' ')).status).toBe(400);
    expect((await dismiss(randomUUID())).status).toBe(404);
    const asRep = await intake.request('POST', `/quarantine/${id}/dismiss`, { roles: ['rep'] }, { reason: 'mine' });
    expect(asRep.status).toBe(403);
  });

  it('a message that was dismissed by mistake can be replayed, and a replayed message cannot be dismissed', async () => {
    const id = await quarantinedMessage();
    await dismiss(id);
    const replayed = await intake.request('POST', `/quarantine/${id}/replay`, marketer, { lead: aPerson() });
    expect(replayed.status).toBe(202);
    expect(await getMessage(id)).toMatchObject({
      status: 'replayed',
      leadId: replayed.body.leadId,
      dismissal: { by: 'marta' },
    });
    expect(await dismiss(id)).toMatchObject({ status: 409, body: { type: 'urn:baton:problem:already-replayed' } });
  });

  it('the body of a dismissed message is deleted after its retention, and the dismissal stays on record', async () => {
    const [id, waiting] = [await quarantinedMessage(), await quarantinedMessage()];
    await dismiss(id);
    const after = (days: number) => new Date(Date.now() + days * DAY);
    await intake.app.get(RefusedBodies).purge(after(29));
    expect(await getMessage(id)).toHaveProperty('body');
    expect(await intake.app.get(RefusedBodies).purge(after(31))).toBeGreaterThan(0);
    const item = await getMessage(id);
    expect(item).toMatchObject({ headers: {}, codes: ['below-minimum:phone', 'below-minimum:email'] });
    expect(item).toMatchObject({
      status: 'dismissed',
      dismissal: { by: 'marta', reason: 'test message from a partner' },
    });
    expect(item).not.toHaveProperty('body');
    expect(await getMessage(waiting)).toHaveProperty('body');
    const replay = (body?: object) => intake.request('POST', `/quarantine/${id}/replay`, marketer, body);
    expect(await replay()).toMatchObject({ status: 409, body: { type: 'urn:baton:problem:body-deleted' } });
    expect((await replay({ lead: aPerson() })).status).toBe(202);
  });

  it('an erasure deletes a message that mentions the person only in the reason of its dismissal', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post(person)).body;
    const id = await quarantinedMessage();
    await dismiss(id, `again ${person.email}`);
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { erased: { quarantined: 1 } } });
    expect((await intake.request('GET', `/quarantine/${id}`, marketer)).status).toBe(404);
  });

  it('working hours come from published agreements for all sources, not from agreements for single sources', async () => {
    const publish = (each: number, sources?: string[]) =>
      kafka.publish({
        topic: agreementPublished.topic,
        key: String(each),
        id: `agreement/${each}`,
        type: agreementPublished.type,
        data: {
          version: each,
          publishedAt: '2026-01-01T00:00:00.000Z',
          publishedBy: 'test',
          agreement: { ...defaultAgreement, ...(sources && { sources }) },
        },
      });
    const known = (each: number) =>
      intake.value<string>("SELECT calendar ->> 'zone' FROM intake.agreement_calendar WHERE version = $1", each);
    await publish(version + 1, ['a-pilot']);
    await publish(version - 1);
    await waitUntil(() => known(version - 1), { what: 'the agreement is read' });
    expect(await known(version - 1)).toBe(defaultAgreement.calendar.zone);
    expect(await known(version + 1)).toBeUndefined();
  });
});
