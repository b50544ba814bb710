import { topics } from '@baton/contracts';
import { TestKafka } from '@baton/testing';
import { RefusedBodies } from '../retention/refused-bodies.ts';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { Json, RunningIntake, TestCaller } from '../spec/running-intake.ts';

describe('POST /leads', () => {
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

  const leadCount = () => intake.value<string>('SELECT count(*) FROM intake.lead').then(Number);

  it('a valid lead is stored, and its event contains no personal data', async () => {
    const person = aPerson({
      message: 'Please call me about the warehouse',
      channel: 'paid-search',
      company: { name: 'Acme Warehouses', employees: 120, domain: 'https://www.acme-warehouses.co.uk/about' },
    });
    const { status, body } = await intake.post(person);
    expect(status).toBe(202);
    expect(body).toMatchObject({ isNew: true, statusUrl: `/leads/${body.leadId}` });

    const [event] = await kafka.waitForMessages(topics.capturedLeads.name, body.leadId, 1);
    expect(event?.headers).toMatchObject({ ce_id: `${body.leadId}/${body.signalId}`, ce_type: 'baton.lead.captured' });
    expect(event?.data).toMatchObject({
      leadId: body.leadId,
      isNew: true,
      createdBy: 'integration:website',
      lead: {
        source: 'website',
        channel: 'paid-search',
        segment: 'medium',
        companyDomain: 'acme-warehouses.co.uk',
        reachableBy: ['phone', 'email'],
        consent: null,
        signals: [{ signalId: body.signalId, kind: 'request', channel: 'paid-search' }],
      },
    });
    const text = JSON.stringify(event);
    for (const personal of [person['name'], person.phone, person.email, 'Please call', 'Acme Warehouses']) {
      expect(text).not.toContain(personal);
    }
  });

  it('a person known by phone or e-mail address keeps their lead and gets a new signal', async () => {
    const person = aPerson();
    const first = (await intake.post({ ...person, email: undefined })).body;
    const byPhone = (await intake.post({ ...person, signal: 'demo', email: undefined })).body;
    const withBoth = (await intake.post({ ...person, signal: 'webinar' })).body;
    const byEmail = (await intake.post({ ...person, phone: undefined, email: person.email.toUpperCase() })).body;
    expect(byPhone).toMatchObject({ leadId: first.leadId, isNew: false });
    expect([withBoth.leadId, byEmail.leadId]).toEqual([first.leadId, first.leadId]);

    const events = await kafka.waitForMessages(topics.capturedLeads.name, first.leadId, 4);
    expect((events.at(-1)?.data as Json).lead.signals.map(({ kind }: { kind: string }) => kind)).toEqual([
      'request',
      'demo',
      'webinar',
      'request',
    ]);
  });

  it('two requests with the same source and external id become one lead', async () => {
    const externalId = `crm-${Date.now()}`;
    const first = (await intake.post(aPerson({ externalId }))).body;
    const second = (await intake.post(aPerson({ externalId }))).body;
    const elsewhere = (await intake.post(aPerson({ externalId, source: 'partner' }))).body;
    expect(second.leadId).toBe(first.leadId);
    expect(elsewhere.leadId).not.toBe(first.leadId);
  });

  it('fifty concurrent requests of one person become one lead with fifty signals', async () => {
    const person = aPerson();
    const responses = await Promise.all(Array.from({ length: 50 }, () => intake.post(person)));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([202]));
    const leads = new Set(responses.map(({ body }) => body.leadId as string));
    expect(leads.size).toBe(1);
    expect(responses.filter(({ body }) => body.isNew)).toHaveLength(1);
    const [leadId] = leads;
    const events = await kafka.waitForMessages(topics.capturedLeads.name, leadId ?? '', 50);
    // In outbox order, each event contains one signal more than the previous one.
    expect(events.map(({ data }) => (data as Json).lead.signals.length)).toEqual(events.map((_, index) => index + 1));
  });

  it('requests repeated with the same Idempotency-Key get the same response, even concurrently', async () => {
    const person = aPerson();
    const key = { 'idempotency-key': `form-${Date.now()}` };
    const responses = await Promise.all(Array.from({ length: 10 }, () => intake.post(person, key)));
    const later = await intake.post(person, key);
    expect(new Set([...responses, later].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await kafka.waitForMessages(topics.capturedLeads.name, later.body.leadId, 1)).toHaveLength(1);
  });

  it('a caller cannot reuse an Idempotency-Key with another body, but another caller can use the same key', async () => {
    const key = { 'idempotency-key': `reused-${Date.now()}` };
    await intake.post(aPerson(), key);
    const { status, body } = await intake.post(aPerson(), key);
    expect(status).toBe(422);
    expect(body.type).toBe('urn:baton:problem:idempotency-key-reused');

    const otherKey = await intake.key({ integrationId: 'form', scopes: ['write-leads'] });
    expect((await intake.post(aPerson(), { ...key, 'x-api-key': otherKey })).status).toBe(202);
  });

  it('an invalid lead is refused with a problem for each field, and is not stored', async () => {
    const before = await leadCount();
    const { status, headers, body } = await intake.post({
      source: 'website',
      phon: '1',
      company: { employees: 'many' },
    });
    expect(status).toBe(422);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(body.errors.map(({ field, code }: Json) => `${code} ${field}`).sort()).toEqual([
      'below-minimum email',
      'below-minimum phone',
      'invalid-type company.employees',
      'required name',
      'unknown-field phon',
    ]);
    const unreachable = await intake.post(aPerson({ phone: '12', email: 'сора@acme.com' }));
    expect(unreachable.body.errors).toMatchObject([
      { field: 'phone', code: 'invalid' },
      { field: 'email', code: 'invalid', message: expect.stringContaining('U+0441 at position 1') as string },
    ]);
    expect((await intake.post('{"name": ')).status).toBe(400);
    expect((await intake.post('[]')).status).toBe(422);
    expect(await leadCount()).toBe(before);
  });

  it('a body larger than 1 MB is refused', async () => {
    expect((await intake.post(aPerson({ message: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
  });

  it('a refused body is stored byte for byte', async () => {
    const raw = `  {"name": "Ann", "source": "site",   "email": "not an address"}`;
    await intake.post(raw);
    const stored = await intake.value<Buffer>(
      `SELECT body FROM intake.raw_submission WHERE status = 'refused' ORDER BY received_at DESC LIMIT 1`,
    );
    expect(stored.toString()).toBe(raw);
  });

  it('a refused body is deleted after a month', async () => {
    await intake.post('{}');
    const refused = () =>
      intake.value<number>(`SELECT count(*)::int FROM intake.raw_submission WHERE status = 'refused'`);
    const days = (count: number) => new Date(Date.now() + count * 24 * 3_600_000);
    const before = await refused();
    await intake.app.get(RefusedBodies).purge(days(29));
    expect(await refused()).toBe(before);
    expect(await intake.app.get(RefusedBodies).purge(days(31))).toBe(before);
    expect(await refused()).toBe(0);

    const purge = (as: TestCaller | 'service') => intake.request('POST', '/refused-bodies/purge', as);
    expect((await purge({ roles: ['rep'] })).status).toBe(403);
    expect(await purge('service')).toMatchObject({ status: 200, body: { purged: 0 } });
  });

  it('only marketers, admins and integrations can submit leads', async () => {
    expect((await intake.request('POST', '/leads', { roles: ['rep'] }, aPerson())).status).toBe(403);
    expect((await intake.post(aPerson(), { 'x-api-key': 'wrong' })).status).toBe(401);
    expect((await intake.request('POST', '/leads', marketer, aPerson())).status).toBe(202);
  });

  it('the OpenAPI document describes the body with the schema that validates it', async () => {
    const { body } = await intake.app
      .inject({ url: '/openapi.json' })
      .then((response) => ({ body: JSON.parse(response.body) }));
    const { schema } = body.paths['/leads'].post.requestBody.content['application/json'];
    expect(body.openapi).toBe('3.1.0');
    expect(schema).toMatchObject({
      required: ['name', 'source'],
      anyOf: [{ required: ['phone'] }, { required: ['email'] }],
    });
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['company', 'consent', 'externalId']));
    const routes = Object.values(body.paths as Record<string, Record<string, Json>>).flatMap(Object.values);
    expect(routes.filter(({ summary }) => !summary)).toEqual([]);
  });

  it('a lead that fills in the honeypot field is captured with the bot flag', async () => {
    const { body } = await intake.post(aPerson({ website: 'https://spam.example' }));
    const [event] = await kafka.waitForMessages(topics.capturedLeads.name, body.leadId, 1);
    expect((event?.data as Json).lead.flags).toContain('bot');
  });
});
