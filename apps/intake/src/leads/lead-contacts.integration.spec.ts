import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

describe('PUT /leads/{leadId}/contacts/{contactMethod}', () => {
  let intake: RunningIntake;
  beforeAll(async () => {
    intake = await runIntake();
  });
  afterAll(() => intake?.stop());

  const correct = (leadId: string, method: string, value: string) =>
    intake.request('PUT', `/leads/${leadId}/contacts/${method}`, 'service', { value });
  const personOf = async (leadId: string) => (await intake.request('GET', `/leads/${leadId}`, marketer)).body.person;

  it('the corrected phone replaces the wrong one, and the lead is found by the right one only', async () => {
    const [wrong, right] = [aPerson(), aPerson()];
    const { leadId } = (await intake.post(wrong)).body;
    expect((await correct(leadId, 'phone', right.phone)).status).toBe(200);
    expect(await personOf(leadId)).toMatchObject({ phone: right.phone, phones: [right.phone], email: wrong.email });
    const { name, source } = wrong;
    expect((await intake.post({ name, source, phone: right.phone })).body.leadId).toBe(leadId);
    expect((await intake.post({ name: 'Somebody Else', source, phone: wrong.phone })).body.leadId).not.toBe(leadId);
  });

  it('the response names the time zones of the corrected phone', async () => {
    const { leadId } = (await intake.post({ ...aPerson(), country: 'RU' })).body;
    expect((await correct(leadId, 'phone', '+7 423 222-00-11')).body).toMatchObject({ zones: ['Asia/Vladivostok'] });
    expect((await correct(leadId, 'phone', '+7 4012 22-00-11')).body).toMatchObject({ zones: ['Europe/Kaliningrad'] });
  });

  it('an e-mail address that a lead lacked makes it reachable by e-mail', async () => {
    const { phone, name, source, email } = aPerson();
    const { leadId } = (await intake.post({ name, source, phone })).body;
    expect((await correct(leadId, 'email', email)).status).toBe(200);
    const { body } = await intake.request('GET', `/leads/${leadId}`, marketer);
    expect(body).toMatchObject({ person: { email }, attributes: { reachableBy: ['phone', 'email'] } });
  });

  it('a contact that cannot be read changes nothing', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post(person)).body;
    for (const [method, value] of [
      ['phone', 'call me'],
      ['email', '+79120000001'],
    ] as const)
      expect(await correct(leadId, method, value)).toMatchObject({ status: 422 });
    expect((await correct(leadId, 'fax', person.phone)).status).toBe(400);
    expect(await personOf(leadId)).toMatchObject({ phone: person.phone, email: person.email });
  });

  it('the contact of an unknown or erased person cannot be corrected', async () => {
    const { phone } = aPerson();
    expect((await correct('00000000-0000-4000-8000-000000000000', 'phone', phone)).status).toBe(404);
    const { leadId } = (await intake.post(aPerson())).body;
    await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect((await correct(leadId, 'phone', phone)).status).toBe(404);
  });
});
