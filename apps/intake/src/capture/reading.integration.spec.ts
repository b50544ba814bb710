import { topics } from '@baton/contracts';
import { TestKafka } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { Json, RunningIntake } from '../spec/running-intake.ts';

describe('POST /leads, as the world writes', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(topics.capturedLeads.name);
    intake = await runIntake();
  });
  afterAll(async () => {
    await intake?.stop();
    await kafka.stop();
  });

  const getLead = async (leadId: string): Promise<Json> =>
    (await intake.request('GET', `/leads/${leadId}`, marketer)).body;
  const leadIdOf = async (lead: unknown): Promise<string> => (await intake.post(lead)).body.leadId;

  it('two people behind one switchboard are two leads, whatever the notation of their extensions', async () => {
    const { phone } = aPerson();
    const anna = await leadIdOf(aPerson({ name: 'Anna Orlova', phone: `${phone} доб. 101`, email: undefined }));
    const ivan = await leadIdOf(aPerson({ name: 'Ivan Belov', phone: `${phone},202`, email: undefined }));
    const again = await leadIdOf(aPerson({ name: 'Anna Orlova', phone: `${phone};ext=101`, email: undefined }));
    expect(ivan).not.toBe(anna);
    expect(again).toBe(anna);
    const lead = await getLead(anna);
    expect(lead.person).toMatchObject({ name: 'Anna Orlova', phone: `${phone};ext=101`, phones: [`${phone};ext=101`] });
    expect(lead.likelyDuplicates).toEqual([]);
  });

  it('a shared phone with another name and e-mail is a second lead, shown as a likely duplicate in both and in the list', async () => {
    const source = `shared-${Date.now()}`;
    const { phone } = aPerson();
    const anna = await leadIdOf(aPerson({ name: 'Anna Orlova', source, phone }));
    const ivan = await leadIdOf(aPerson({ name: 'Ivan Belov', source, phone }));
    expect(ivan).not.toBe(anna);
    const pair = (leadId: string) => [{ leadId, reason: 'shared-phone', foundAt: expect.any(String) as string }];
    expect((await getLead(anna)).likelyDuplicates).toEqual(pair(ivan));
    expect((await getLead(ivan)).likelyDuplicates).toEqual(pair(anna));
    const { items } = (await intake.request('GET', `/leads?source=${source}`, marketer)).body;
    expect(new Map(items.map((item: Json) => [item.leadId, item.likelyDuplicates]))).toEqual(
      new Map([
        [anna, pair(ivan)],
        [ivan, pair(anna)],
      ]),
    );
  });

  it('concurrent requests of two people with one phone become exactly two leads and one pair of likely duplicates', async () => {
    const { phone } = aPerson();
    const [anna, ivan] = [aPerson({ name: 'Anna Orlova', phone }), aPerson({ name: 'Ivan Belov', phone })];
    const responses = await Promise.all(Array.from({ length: 40 }, (_, index) => intake.post(index % 2 ? anna : ivan)));
    const idsOf = (rest: number) =>
      new Set(responses.filter((_, index) => index % 2 === rest).map(({ body }) => body.leadId as string));
    expect([idsOf(0).size, idsOf(1).size]).toEqual([1, 1]);
    expect(idsOf(0)).not.toEqual(idsOf(1));
    const pairs =
      'SELECT count(*)::int FROM intake.likely_duplicate WHERE lead_id = ANY ($1) OR other_lead_id = ANY ($1)';
    expect(await intake.value(pairs, [...idsOf(0), ...idsOf(1)])).toBe(1);
    expect(await intake.value('SELECT count(*)::int FROM intake.person WHERE phone = $1', phone)).toBe(2);
  });

  it('a switchboard and its extension with one name, sent concurrently, are marked as likely duplicates', async () => {
    const { phone } = aPerson();
    const name = 'Anna Orlova';
    const [first, second] = await Promise.all(
      [phone, `${phone} ext. 7`].map((each) => leadIdOf(aPerson({ name, phone: each, email: undefined }))),
    );
    expect((await getLead(first!)).likelyDuplicates).toMatchObject([
      { leadId: second, reason: 'same-number-and-name' },
    ]);
  });

  it('another name for the same phone is kept in a remark', async () => {
    const { phone } = aPerson();
    const leadId = await leadIdOf(aPerson({ name: 'Anna Orlova', phone, email: undefined }));
    const response = await intake.post(aPerson({ name: 'Ivan Belov', phone, email: undefined }));
    // The sender does not learn the name that somebody else gave.
    expect(response.body).toMatchObject({ leadId, isNew: false, remarks: [] });
    expect(await getLead(leadId)).toMatchObject({
      person: { name: 'Ivan Belov' },
      remarks: [{ signalId: response.body.signalId, field: 'name', code: 'other-name', text: 'Anna Orlova' }],
    });
  });

  it('a lead is captured without its invalid fields, and the response and the lead have remarks', async () => {
    const person = aPerson({ phone: '+7 912 345-67-8О', country: 'Germany', role: 'call +79991234567' });
    const { status, body } = await intake.post(person);
    expect(status).toBe(202);
    expect(body.remarks.map(({ field, code }: Json) => `${code} ${field}`).sort()).toEqual([
      'custom role',
      'invalid phone',
      'invalid-format country',
    ]);
    expect(JSON.stringify(body)).not.toContain('9991234567');
    const lead = await getLead(body.leadId);
    expect(lead.remarks.map(({ text }: Json) => text).sort()).toEqual(
      ['+7 912 345-67-8О', 'Germany', 'call +79991234567'].sort(),
    );
    const [event] = await kafka.waitForMessages(topics.capturedLeads.name, body.leadId, 1);
    expect(event?.data).toMatchObject({ lead: { reachableBy: ['email'] } });
    expect(JSON.stringify(event)).not.toContain('9991234567');
  });

  it('invisible characters and look-alikes do not make a second lead', async () => {
    const person = aPerson();
    const leadId = await leadIdOf(person);
    const phone = `\u202D${person.phone.slice(0, 6)}\u200B${person.phone.slice(6)}\u202C`;
    expect(await leadIdOf({ ...person, email: undefined, phone })).toBe(leadId);
    const email = person.email.replace('person', 'pеrsоn').replace('@', '＠');
    const response = await intake.post({ ...person, phone: undefined, email });
    expect(response.body).toMatchObject({ leadId, remarks: [{ field: 'email', code: 'look-alike' }] });
  });

  it('a body that its source sends again gets the first response, also concurrently, and adds no signal', async () => {
    const person = aPerson({ externalId: randomUUID() });
    const responses = await Promise.all(Array.from({ length: 10 }, () => intake.post(person)));
    const later = await intake.post(JSON.stringify(person, null, 2));
    expect(new Set([...responses, later].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(later.body.isNew).toBe(true);
    expect((await getLead(later.body.leadId)).attributes.signals).toHaveLength(1);
  });

  it('other content under the same external id is a new signal of the same lead', async () => {
    const person = aPerson({ externalId: randomUUID() });
    const leadId = await leadIdOf(person);
    expect((await intake.post({ ...person, signal: 'demo' })).body).toMatchObject({ leadId, isNew: false });
    expect((await intake.post({ ...person, source: 'partner' })).body).toMatchObject({ leadId, isNew: false });
    expect((await getLead(leadId)).attributes.signals).toHaveLength(3);
  });

  it('the same body without an external id is a signal each time', async () => {
    const person = aPerson();
    const leadId = await leadIdOf(person);
    expect(await leadIdOf(person)).toBe(leadId);
    expect((await getLead(leadId)).attributes.signals).toHaveLength(2);
  });
});
