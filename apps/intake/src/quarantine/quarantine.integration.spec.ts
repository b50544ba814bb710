import { agreementPublished, topics } from '@baton/contracts';
import { defaultAgreement, roundTheClock } from '@baton/domain';
import { TestKafka, waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { RefusedBodies } from '../capture/refused-bodies.ts';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { Json, RunningIntake } from '../spec/running-intake.ts';

const DAY = 86_400_000;
/** Newer than any that other tests publish. */
const version = 1_000_000 + (Date.now() % 1_000_000);

describe('A message in quarantine', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    intake = await runIntake();
    // Whoever works at any hour has worked a day after a day.
    await intake.database.pool.query(
      `INSERT INTO intake.agreement_calendar (version, published_at, calendar) VALUES ($1, '2026-01-01', $2)`,
      [version, JSON.stringify({ zone: 'UTC', hours: roundTheClock, specialDays: [] })],
    );
  });
  afterAll(async () => {
    await intake?.stop();
    await kafka.stop();
  });

  const junk = async (): Promise<string> => {
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
  const one = async (id: string): Promise<Json> => (await intake.request('GET', `/quarantine/${id}`, marketer)).body;
  const listed = async (query: string): Promise<string[]> => {
    const { body } = await intake.request('GET', `/quarantine?limit=200&${query}`, marketer);
    return body.items.map(({ id }: { id: string }) => id);
  };
  const dismiss = (id: string, reason = 'a test of the partner') =>
    intake.request('POST', `/quarantine/${id}/dismiss`, marketer, { reason });
  const makeOverdue = (id: string) =>
    intake.database.pool.query(
      `UPDATE intake.quarantined_message SET review_due_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
  const metric = async (name: string): Promise<number> => {
    const { body } = await intake.app.inject({ method: 'GET', url: '/metrics' });
    return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, 'm').exec(body)?.[1]);
  };

  it('is to be reviewed within a working day of the agreement', async () => {
    const { receivedAt, reviewDueAt, overdue } = await one(await junk());
    expect(Date.parse(reviewDueAt) - Date.parse(receivedAt)).toBe(DAY);
    expect(overdue).toBe(false);
  });

  it('is shown when nobody has reviewed it by then, and counted', async () => {
    const [late, inTime] = [await junk(), await junk()];
    const [waiting, overdue] = [await metric('intake_quarantine_waiting'), await metric('intake_quarantine_overdue')];
    await makeOverdue(late);
    expect(await one(late)).toMatchObject({ overdue: true });
    expect(await listed('overdue=true')).toEqual([late]);
    expect(await listed('overdue=false')).toContain(inTime);
    expect(await listed('overdue=false')).not.toContain(late);
    expect(await metric('intake_quarantine_waiting')).toBe(waiting);
    expect(await metric('intake_quarantine_overdue')).toBe(overdue + 1);
    expect((await intake.request('GET', '/quarantine?overdue=perhaps', marketer)).status).toBe(400);
  });

  it('is dismissed by whoever finds that it is no lead, and waits no more', async () => {
    const id = await junk();
    await makeOverdue(id);
    const dismissed = await dismiss(id);
    const dismissal = { by: 'marta', reason: 'a test of the partner', at: expect.any(String) as string };
    expect(dismissed).toMatchObject({ status: 200, body: { status: 'dismissed', overdue: false, dismissal } });
    expect(dismissed.body.body).toBeUndefined();
    expect(await listed('')).not.toContain(id);
    expect(await listed('status=dismissed')).toContain(id);
    // Who said it first stands.
    expect((await dismiss(id, 'once more')).body).toEqual(dismissed.body);
    expect((await dismiss(id, ' ')).status).toBe(400);
    expect((await dismiss(randomUUID())).status).toBe(404);
    const asRep = await intake.request('POST', `/quarantine/${id}/dismiss`, { roles: ['rep'] }, { reason: 'mine' });
    expect(asRep.status).toBe(403);
  });

  it('becomes a lead after all when it was dismissed by mistake; a lead is not dismissed', async () => {
    const id = await junk();
    await dismiss(id);
    const replayed = await intake.request('POST', `/quarantine/${id}/replay`, marketer, { lead: aPerson() });
    expect(replayed.status).toBe(202);
    expect(await one(id)).toMatchObject({
      status: 'replayed',
      leadId: replayed.body.leadId,
      dismissal: { by: 'marta' },
    });
    expect(await dismiss(id)).toMatchObject({ status: 409, body: { type: 'urn:baton:problem:already-replayed' } });
  });

  it('that was dismissed is let go like what was refused, and who dismissed it and why is not', async () => {
    const [id, waiting] = [await junk(), await junk()];
    await dismiss(id);
    const after = (days: number) => new Date(Date.now() + days * DAY);
    await intake.app.get(RefusedBodies).purge(after(29));
    expect(await one(id)).toHaveProperty('body');
    expect(await intake.app.get(RefusedBodies).purge(after(31))).toBeGreaterThan(0);
    const item = await one(id);
    expect(item).toMatchObject({ headers: {}, codes: ['below-minimum:phone', 'below-minimum:email'] });
    expect(item).toMatchObject({ status: 'dismissed', dismissal: { by: 'marta', reason: 'a test of the partner' } });
    expect(item).not.toHaveProperty('body');
    expect(await one(waiting)).toHaveProperty('body');
    const replay = (body?: object) => intake.request('POST', `/quarantine/${id}/replay`, marketer, body);
    expect(await replay()).toMatchObject({ status: 409, body: { type: 'urn:baton:problem:body-deleted' } });
    expect((await replay({ lead: aPerson() })).status).toBe(202);
  });

  it('goes with the person that it tells of, also where only the reason of its dismissal does', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post(person)).body;
    const id = await junk();
    await dismiss(id, `again ${person.email}`);
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { erased: { quarantined: 1 } } });
    expect((await intake.request('GET', `/quarantine/${id}`, marketer)).status).toBe(404);
  });

  it('is measured by the agreement for all sources, as it is published', async () => {
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
