import { topics } from '@baton/contracts';
import { TestKafka, waitUntil } from '@baton/testing';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

const inbound = topics.inboundLeads.name;

describe('InboundConsumer', () => {
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

  const publish = (value: unknown, headers: Record<string, string> = {}) =>
    kafka.publishRaw(inbound, 'any', typeof value === 'string' ? value : JSON.stringify(value), headers);
  const binary = (id: string) => ({
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/crm',
    ce_type: 'com.example.lead',
  });
  const leadOf = (phone: string) =>
    waitUntil(() => intake.value<string>(`SELECT lead_id FROM intake.lead_key WHERE value = $1`, phone), {
      what: 'the lead is captured',
      withinMilliseconds: 20_000,
    });
  const signalsOf = (leadId: string) =>
    intake.value<number>(`SELECT jsonb_array_length(snapshot -> 'signals') FROM intake.lead WHERE id = $1`, leadId);
  const quarantined = (marker: string) =>
    waitUntil(
      () =>
        intake.value<string>(
          `SELECT id FROM intake.quarantined_message WHERE encode(body, 'escape') LIKE $1`,
          `%${marker}%`,
        ),
      { what: 'the message is quarantined', withinMilliseconds: 20_000 },
    );

  it('leads are captured from binary CloudEvents, structured CloudEvents and bare JSON', async () => {
    const [asBinary, asStructured, asBare] = [aPerson(), aPerson(), aPerson()];
    await publish(asBinary, binary(randomUUID()));
    await publish(
      { specversion: '1.0', id: randomUUID(), source: '/crm', type: 'com.example.lead', data: asStructured },
      { 'content-type': 'application/cloudevents+json' },
    );
    await publish({ ...asBare, somethingNew: true });
    const sources = new Map([
      [asBinary, '/crm'],
      [asStructured, '/crm'],
      [asBare, `topic:${inbound}`],
    ]);
    for (const [{ phone }, source] of sources) {
      const leadId = await leadOf(phone);
      const [event] = await kafka.waitForMessages(topics.capturedLeads.name, leadId, 1);
      expect(event?.data).toMatchObject({ createdBy: `event-source:${source}`, isNew: true });
    }
  });

  it('an event that is published twice becomes one signal', async () => {
    const person = aPerson();
    const id = randomUUID();
    await publish(person, binary(id));
    await publish(person, binary(id));
    await publish({ ...person, signal: 'demo' }, binary(randomUUID()));
    const leadId = await leadOf(person.phone);
    await kafka.waitForMessages(topics.capturedLeads.name, leadId, 2);
    expect(await signalsOf(leadId)).toBe(2);
  });

  it('bare JSON with the same source and external id becomes one signal', async () => {
    const person = aPerson({ externalId: randomUUID() });
    const last = aPerson();
    await publish(person);
    await publish(person);
    await publish(last);
    await leadOf(last.phone);
    expect(await signalsOf(await leadOf(person.phone))).toBe(1);
  });

  it('an invalid message is quarantined with its body and codes, and later messages are captured', async () => {
    const [marker, unreadable] = [randomUUID(), randomUUID()];
    const next = aPerson();
    await publish({ name: marker, source: 'crm' });
    await publish(`{"name": "${unreadable}`);
    await publish(next);
    await leadOf(next.phone);

    const { body } = await intake.request('GET', `/quarantine/${await quarantined(marker)}`, marketer);
    expect(body).toMatchObject({
      status: 'waiting',
      codes: ['below-minimum:phone', 'below-minimum:email'],
      body: JSON.stringify({ name: marker, source: 'crm' }),
    });
    const unparsable = await intake.request('GET', `/quarantine/${await quarantined(unreadable)}`, marketer);
    expect(unparsable.body).toMatchObject({ codes: ['unreadable-json:(root)'], body: `{"name": "${unreadable}` });
  });

  it('a quarantined message is listed and becomes one lead when it is corrected and replayed', async () => {
    const person = aPerson();
    const name = randomUUID();
    await publish({ name, source: 'crm' });
    const id = await quarantined(name);
    const statements = jest.spyOn(intake.app.get(DataSource).logger, 'logQuery');
    const list = await intake.request('GET', '/quarantine?limit=200', marketer);
    expect(list.body.items.map((item: { id: string }) => item.id)).toContain(id);
    // A page of whole messages could take 200 MB.
    const queries = statements.mock.calls.map(([statement]) => statement).join('\n');
    expect(queries).toContain('"message"."problems"');
    expect(queries).not.toMatch(/"message"."(body|headers)"/);
    statements.mockRestore();

    const unchanged = await intake.request('POST', `/quarantine/${id}/replay`, marketer);
    expect(unchanged).toMatchObject({ status: 422, body: { errors: [{ field: 'phone' }, { field: 'email' }] } });

    const lead = { name, source: 'crm', phone: person.phone };
    const replayed = await intake.request('POST', `/quarantine/${id}/replay`, marketer, { lead });
    const again = await intake.request('POST', `/quarantine/${id}/replay`, marketer, { lead });
    expect(replayed.status).toBe(202);
    expect(again.body).toEqual(replayed.body);
    expect(await signalsOf(replayed.body.leadId)).toBe(1);
    const item = await intake.request('GET', `/quarantine/${id}`, marketer);
    expect(item.body).toMatchObject({ status: 'replayed', leadId: replayed.body.leadId });
  });

  it('a quarantined message that its sender corrects and publishes again under the same event id becomes one lead', async () => {
    const person = aPerson();
    const [id, name] = [randomUUID(), randomUUID()];
    await publish({ name, source: 'crm' }, binary(id));
    const messageId = await quarantined(name);
    await publish({ ...person, name }, binary(id));
    const leadId = await leadOf(person.phone);
    const replayed = await intake.request('POST', `/quarantine/${messageId}/replay`, marketer, { lead: person });
    expect(replayed.body.leadId).toBe(leadId);
    expect(await signalsOf(leadId)).toBe(1);
  });

  it('a rep cannot list quarantined messages', async () => {
    expect((await intake.request('GET', '/quarantine', { roles: ['rep'] })).status).toBe(403);
  });
});
