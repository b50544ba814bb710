import { inboundLead, topics } from '@baton/contracts';
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
    ce_type: inboundLead.type,
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
      { specversion: '1.0', id: randomUUID(), source: '/crm', type: inboundLead.type, data: asStructured },
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

  it.each([
    ['a foreign type', 'unknown-type', {}, { ce_type: 'com.example.invoice' }],
    ['a foreign type in structured mode', 'unknown-type', { type: 'com.example.invoice' }, {}],
    ['an event type of Baton that is not a lead', 'unknown-type', {}, { ce_type: 'baton.lead.captured' }],
    ['an unsupported specversion', 'invalid-cloudevent', {}, { ce_specversion: '0.3' }],
    ['an unsupported specversion in structured mode', 'invalid-cloudevent', { specversion: '2.0' }, {}],
    ['no source', 'invalid-cloudevent', {}, { ce_source: '' }],
    ['no source in structured mode', 'invalid-cloudevent', { source: undefined }, {}],
    ['data in XML', 'unsupported-content-type', {}, { 'content-type': 'application/xml' }],
    ['text as data in structured mode', 'unsupported-content-type', { datacontenttype: 'text/plain' }, {}],
  ])('a lead in an event with %s is quarantined as %s', async (_, code, envelope, headers) => {
    const person = aPerson();
    const id = randomUUID();
    if (Object.keys(headers).length > 0) await publish(person, { ...binary(id), ...headers });
    else {
      const attributes = { specversion: '1.0', id, source: '/crm', type: inboundLead.type };
      await publish({ ...attributes, ...envelope, data: person });
    }
    const { body } = await intake.request('GET', `/quarantine/${await quarantined(person.email)}`, marketer);
    expect(body).toMatchObject({ status: 'waiting', codes: [`${code}:(root)`] });
    expect(await intake.value('SELECT lead_id FROM intake.lead_key WHERE value = $1', person.phone)).toBeUndefined();
  });

  it('a message just below the limit of 1 MB is captured, and one above it is quarantined', async () => {
    const [below, above] = [aPerson(), aPerson()];
    const ofSize = (person: object, bytes: number): string => {
      const text = JSON.stringify({ ...person, padding: '' });
      return text.replace('"padding":""', `"padding":"${'x'.repeat(bytes - text.length)}"`);
    };
    await publish(ofSize(below, 1024 * 1024));
    await publish(ofSize(above, 1024 * 1024 + 1));
    expect(await leadOf(below.phone)).toBeDefined();
    const { body } = await intake.request('GET', `/quarantine/${await quarantined(above.email)}`, marketer);
    expect(body.codes).toEqual(['too-large:(root)']);
    const tooLargeForBroker = { type: 'MESSAGE_TOO_LARGE' };
    await expect(publish(ofSize(aPerson(), 2 * 1024 * 1024))).rejects.toMatchObject(tooLargeForBroker);
  });

  it('an invalid phone in a message does not cost the lead', async () => {
    const person = aPerson({ phone: '+7 912 345-67-8О' });
    await publish(person, binary(randomUUID()));
    const leadId = await leadOf(person.email);
    const { body } = await intake.request('GET', `/leads/${leadId}`, marketer);
    expect(body).toMatchObject({
      person: { phones: [], emails: [person.email] },
      remarks: [{ field: 'phone', code: 'invalid', text: '+7 912 345-67-8О' }],
    });
    expect(body.remarks[0].message).toContain('U+041E at position 16');
  });

  it('the same lead over HTTP and over Kafka is one delivery, and other content is a new signal', async () => {
    const person = aPerson({ externalId: randomUUID() });
    const last = aPerson();
    const { leadId } = (await intake.post(person)).body;
    await publish(person);
    await publish({ ...person, signal: 'demo' });
    await publish(last);
    await leadOf(last.phone);
    await kafka.waitForMessages(topics.capturedLeads.name, leadId, 2);
    expect(await signalsOf(leadId)).toBe(2);
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
