import { leadErased, leadOptedOut, topics } from '@baton/contracts';
import { TestKafka } from '@baton/testing';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

describe('POST /leads/{leadId}/opt-out', () => {
  let intake: RunningIntake;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(topics.capturedLeads.name);
    intake = await runIntake();
  });
  afterAll(async () => {
    await intake.stop();
    await kafka.stop();
  });

  it('an opt-out without a handoff is stored and published, and a later consent lifts it', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post(person)).body;
    const optedOut = await intake.request('POST', `/leads/${leadId}/opt-out`, marketer);
    expect(optedOut).toMatchObject({ status: 200, body: { leadId, alsoOptedOutLeadIds: [] } });
    const { optedOutAt } = optedOut.body;
    const attributes = async () => (await intake.request('GET', `/leads/${leadId}`, marketer)).body.attributes;
    expect(await attributes()).toMatchObject({ consent: false, contactRefusedAt: optedOutAt });

    await intake.post({ ...person, signal: 'content' });
    const events = await kafka.waitForMessages(topics.capturedLeads.name, leadId, 3);
    expect(events[1]?.headers['ce_type']).toBe(leadOptedOut.type);
    expect(leadOptedOut.data.parse(events[1]?.data)).toEqual({ leadId, optedOutAt, recordedBy: 'marta' });
    expect(events[2]?.data).toMatchObject({ lead: { consent: false, contactRefusedAt: optedOutAt } });

    await intake.post({ ...person, signal: 'demo', consent: true });
    expect(await attributes()).toMatchObject({ consent: true });
    expect(await attributes()).not.toHaveProperty('contactRefusedAt');
  });

  it('an opt-out covers the other leads of the person', async () => {
    const { phone, email } = aPerson();
    const shared = { name: 'Olga Optedout', source: 'website' };
    const first = (await intake.post({ ...shared, phone })).body.leadId;
    const second = (await intake.post({ ...shared, email })).body.leadId;
    await intake.post({ ...shared, phone, email });
    const { body } = await intake.request('POST', `/leads/${second}/opt-out`, marketer);
    expect(body).toMatchObject({ alsoOptedOutLeadIds: [first] });
    const types = async (leadId: string, count: number) =>
      (await kafka.waitForMessages(topics.capturedLeads.name, leadId, count)).map(({ headers }) => headers['ce_type']);
    expect(await types(first, 3)).toContain(leadOptedOut.type);
    expect(await types(second, 2)).toContain(leadOptedOut.type);
  });

  it('an unknown or erased person cannot opt out', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await intake.request('POST', `/leads/${unknown}/opt-out`, marketer)).toMatchObject({ status: 404 });
    const { leadId } = (await intake.post(aPerson())).body;
    const { body } = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(await intake.request('POST', `/leads/${leadId}/opt-out`, marketer)).toMatchObject({
      status: 404,
      body: { type: expect.stringContaining('person-erased') },
    });
    const events = await kafka.waitForMessages(topics.capturedLeads.name, leadId, 2);
    expect(leadErased.data.parse(events[1]?.data)).toEqual({ leadId, erasedAt: body.erasedAt, erasedBy: 'marta' });
  });
});
