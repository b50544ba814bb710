import { topics } from '@baton/contracts';
import { TestKafka, waitUntil } from '@baton/testing';
import { aPerson, marketer, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

/** A person whose name, texts and company occur nowhere else in the database. */
const aDistinctivePerson = () =>
  aPerson({
    name: 'Wilhelmina Quackenbush',
    message: 'Quillfeather expects the zwieback on Tuesday',
    subject: 'Umbrellabird white paper',
    pains: ['Flibbertigibbet deliveries'],
    interests: ['Kerfuffle insurance'],
    company: { name: 'Quackenbush & Daughters', industry: 'bakery', employees: 12 },
  });

const DISTINCTIVE_WORDS = ['Quackenbush', 'Quillfeather', 'zwieback', 'Umbrellabird', 'Flibbertigibbet', 'Kerfuffle'];

describe('DELETE /leads/{leadId}/person', () => {
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

  /** Every row of every table in the schema, as text. */
  const databaseDump = async (): Promise<string> => {
    const { rows: tables } = await intake.database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'intake' AND table_type = 'BASE TABLE'`,
    );
    const texts = await Promise.all(
      tables.map(async ({ name }) => {
        const { rows } = await intake.database.pool.query<Record<string, unknown>>(`SELECT * FROM intake."${name}"`);
        const readable = (_: string, value: unknown) =>
          (value as { type?: string } | null)?.type === 'Buffer'
            ? Buffer.from((value as { data: number[] }).data).toString('latin1')
            : value;
        return JSON.stringify(rows, readable);
      }),
    );
    return texts.join('\n');
  };
  const personalDataIn = (text: string, { phone, email }: { phone: string; email: string }): string[] =>
    [...DISTINCTIVE_WORDS, email, phone, phone.slice(2)].filter((datum) => text.includes(datum));

  it('an erasure leaves no personal data in any table or event, and keeps the attributes', async () => {
    const person = aDistinctivePerson();
    const { leadId } = (await intake.post(person, { 'idempotency-key': person.email })).body;
    await intake.post({
      ...person,
      signal: 'demo',
      subject: 'Umbrellabird tour',
      pains: ['FLIBBERTIGIBBET deliveries'],
    });
    const { body: before } = await intake.request('GET', `/leads/${leadId}`, marketer);
    expect(before).toMatchObject({
      subjects: [{ subject: 'Umbrellabird white paper' }, { subject: 'Umbrellabird tour' }],
      pains: ['Flibbertigibbet deliveries'],
      interests: ['Kerfuffle insurance'],
      texts: [{ kind: 'message' }, { kind: 'message' }],
    });
    expect(before.subjects.map(({ signalId }: { signalId: string }) => signalId)).toEqual(
      before.attributes.signals.map(({ signalId }: { signalId: string }) => signalId),
    );
    await intake.request('PUT', `/leads/${leadId}/texts/note-1`, 'service', {
      kind: 'note',
      text: 'Quillfeather was on holiday',
      authorId: 'rita',
    });
    // Bodies that never became leads: refused over HTTP, with the phone in another format, or not JSON and received from Kafka.
    await intake.post({ ...person, source: '' });
    await intake.post(`{"phone": "8 (${person.phone.slice(2, 5)}) ${person.phone.slice(5)}", "note": "zwieback`);
    await kafka.publishRaw(topics.inboundLeads.name, 'any', `{"email": "${person.email.toUpperCase()}"`, {
      who: person.email,
    });
    await waitUntil(() => intake.value(`SELECT 1 FROM intake.quarantined_message`), {
      what: 'the message is quarantined',
    });
    expect(personalDataIn(await databaseDump(), person)).toHaveLength(9);

    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { leadId, erased: { person: 1, texts: 7, quarantined: 1 } } });

    expect(personalDataIn(await databaseDump(), person)).toEqual([]);
    const events = await kafka.waitForMessages(topics.capturedLeads.name, leadId, 2);
    expect(personalDataIn(JSON.stringify(events), person)).toEqual([]);
    const { body } = await intake.request('GET', `/leads/${leadId}`, marketer);
    expect(body).toMatchObject({ erasedAt: erased.body.erasedAt, texts: [], attributes: { industry: 'bakery' } });
    expect(body).toMatchObject({ subjects: [], pains: [], interests: [] });
    expect(body.attributes.signals).toHaveLength(2);
    expect(body.person).toBeUndefined();
    expect(await intake.value('SELECT erased_by FROM intake.erasure WHERE lead_id = $1', leadId)).toBe('marta');
  });

  it('an erasure covers all leads of the person, even if a phone and an e-mail address were first submitted separately', async () => {
    const { phone, email } = aPerson();
    const shared = { name: 'Ada Onlyone', source: 'website' };
    const first = (await intake.post({ ...shared, phone })).body.leadId;
    const second = (await intake.post({ ...shared, email })).body.leadId;
    expect((await intake.post({ ...shared, phone, email })).body.leadId).toBe(first);
    expect(second).not.toBe(first);

    const erased = await intake.request('DELETE', `/leads/${second}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { alsoErasedLeadIds: [first], erased: { person: 2 } } });
    expect(personalDataIn(await databaseDump(), { phone, email })).toEqual([]);
    for (const leadId of [first, second])
      expect((await intake.request('GET', `/leads/${leadId}`, marketer)).body.erasedAt).toBeDefined();
  });

  it('an erasure spares a colleague with the same phone, and people with similar addresses or numbers', async () => {
    const run = `${Date.now()}`;
    const { phone } = aPerson();
    const li = { name: 'Li Office', source: 'website', phone, email: `li${run}@acme.com` };
    const { leadId } = (await intake.post(li)).body;
    const colleague = (await intake.post({ name: 'Juli Office', source: 'fair', email: `juli${run}@acme.com` })).body;
    await intake.database.pool.query('UPDATE intake.person SET phone = $2 WHERE lead_id = $1', [
      colleague.leadId,
      phone,
    ]);
    const digits = phone.slice(1);
    const others = [
      `{"email": "juli${run}@acme.com"`,
      `{"email": "li${run}@acme.com.br"`,
      `{"note": "order ${digits.slice(0, 6)}, then ${digits.slice(6)}"`,
      `{"name": "Li Office", "email": "namesake${run}@example.org"`,
    ];
    for (const body of [...others, `{"text": "call\nli${run}@acme.com."`, `«li${run}@acme.com»`])
      await intake.post(body);
    const bodies = async (): Promise<unknown> =>
      intake.value(
        `SELECT array_agg(convert_from(body, 'UTF8') ORDER BY received_at) FROM intake.raw_submission
         WHERE status = 'refused' AND (body LIKE $1 OR body LIKE $2)`,
        Buffer.from(`%${run}%`),
        Buffer.from('%"order %'),
      );
    expect(await bodies()).toHaveLength(6);
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { alsoErasedLeadIds: [], erased: { person: 1, refused: 2 } } });
    expect(await bodies()).toEqual(others);
    expect((await intake.request('GET', `/leads/${colleague.leadId}`, marketer)).body.person).toMatchObject({ phone });
  });

  it('an erasure includes leads with the same phone and name, but not those with the same phone and another name', async () => {
    const { phone, email } = aPerson();
    const anna = (await intake.post({ name: 'Anna Switchboard', source: 'website', phone, email })).body.leadId;
    // Imported rows stay separate leads even with the same phone.
    const importedLead = async (name: string): Promise<string> => {
      const other = (await intake.post({ name, source: 'file', email: aPerson().email })).body.leadId;
      await intake.database.pool.query('UPDATE intake.person SET phone = $2, email = NULL WHERE lead_id = $1', [
        other,
        phone,
      ]);
      return other;
    };
    const [boris, again] = [await importedLead('Boris Switchboard'), await importedLead('anna switchboard')];

    const erased = await intake.request('DELETE', `/leads/${anna}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { alsoErasedLeadIds: [again] } });
    expect((await intake.request('GET', `/leads/${boris}`, marketer)).body.person).toMatchObject({
      name: 'Boris Switchboard',
      phone,
    });
  });

  it('an erasure of one person behind a switchboard spares the other, and names the leads to check', async () => {
    const { phone } = aPerson();
    const [anna, ivan] = await Promise.all(
      [
        ['Anna Orlova', '101'],
        ['Ivan Belov', '202'],
      ].map(async ([name, extension]) => {
        const person = aPerson({ name, phone: `${phone} доб. ${extension}` });
        await intake.post({ ...person, email: `${person.email}, x`, source: '' });
        return { person, leadId: (await intake.post(person)).body.leadId as string };
      }),
    );
    const namesake = (await intake.post(aPerson({ name: 'Anna Orlova', phone: `${phone} доб. 303` }))).body.leadId;

    const erased = await intake.request('DELETE', `/leads/${anna!.leadId}/person`, marketer);
    expect(erased).toMatchObject({
      status: 200,
      body: { alsoErasedLeadIds: [], likelyDuplicateLeadIds: [namesake], erased: { refused: 1 } },
    });
    const { body } = await intake.request('GET', `/leads/${ivan!.leadId}`, marketer);
    expect(body.person).toMatchObject({ name: 'Ivan Belov', phone: `${phone};ext=202` });
    expect((await intake.request('GET', `/leads/${namesake}`, marketer)).body.likelyDuplicates).toEqual([]);
  });

  it('an erasure finds refused bodies with invisible characters and escaped letters', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post({ ...person, phone: `${person.phone} доб. 7` })).body;
    const [start, end] = [person.email.slice(0, 3), person.email.slice(3)];
    const escaped = `{"phone": "${person.phone} \\u0434\\u043e\\u0431. 7", "name"`;
    for (const body of [`{"email": "${start}\u200B${end}"`, `{"email": "${start}\\u00AD${end}"`, escaped])
      await intake.post(body);
    await intake.post(escaped.replace(' 7"', ' 8"'));
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { erased: { refused: 3 } } });
  });

  it('an erasure includes the lead with the same number without an extension and the same name', async () => {
    const { phone } = aPerson();
    const lead = async (name: string, text: string): Promise<string> =>
      (await intake.post(aPerson({ name, phone: text }))).body.leadId;
    const anna = await lead('Anna Orlova', `${phone} доб. 101`);
    const sameNumber = await lead('Anna Orlova', phone);
    const colleague = await lead('Ivan Belov', phone);
    const erased = await intake.request('DELETE', `/leads/${anna}/person`, marketer);
    expect(erased).toMatchObject({
      status: 200,
      body: { alsoErasedLeadIds: [sameNumber], likelyDuplicateLeadIds: [colleague] },
    });
    expect((await intake.request('GET', `/leads/${colleague}`, marketer)).body.person.name).toBe('Ivan Belov');
  });

  it('an erasure deletes the remarks, which repeat what the sender wrote', async () => {
    const person = aPerson({ externalId: `crm-${Date.now()}`, role: 'write to quillfeather@example.com' });
    const { leadId } = (await intake.post(person)).body;
    expect(await databaseDump()).toContain('quillfeather@');
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased.body.erased).toMatchObject({ remarks: 1 });
    expect(await databaseDump()).not.toContain('quillfeather@');
    expect(
      await intake.value('SELECT count(delivery)::int FROM intake.raw_submission WHERE lead_id = $1', leadId),
    ).toBe(0);
  });

  it('an erasure deletes refused bodies that contain only the name', async () => {
    const person = aPerson({ name: 'Зефирина Перышкина' });
    const { leadId } = (await intake.post(person)).body;
    await intake.post({ name: person.name, source: 'website' });
    await intake.post(
      `{"name": ${JSON.stringify(person.name).replace(/[^ -~]/g, (letter) => `\\u0${letter.charCodeAt(0).toString(16)}`)}`,
    );
    const erased = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(erased).toMatchObject({ status: 200, body: { erased: { refused: 2 } } });
  });

  it('a repeated request with its Idempotency-Key does not bring an erased person back', async () => {
    const person = aPerson();
    const key = { 'idempotency-key': person.email };
    const { leadId } = (await intake.post(person, key)).body;
    await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect((await intake.post(person, key)).body.leadId).toBe(leadId);
    expect(personalDataIn(await databaseDump(), person)).toEqual([]);
  });

  it('an erasure can be repeated, and no text can be stored about the person afterwards', async () => {
    const { leadId } = (await intake.post(aPerson())).body;
    const first = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    const second = await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    expect(second).toMatchObject({ status: 200, body: { erasedAt: first.body.erasedAt, erased: { person: 0 } } });
    const text = { kind: 'note', text: 'back again', authorId: 'rita' };
    const refused = await intake.request('PUT', `/leads/${leadId}/texts/n`, 'service', text);
    expect(refused).toMatchObject({ status: 404, body: { type: 'urn:baton:problem:person-erased' } });
  });

  it('an erased person who returns becomes a new lead', async () => {
    const person = aPerson({ externalId: `crm-${Date.now()}` });
    const { leadId } = (await intake.post(person)).body;
    await intake.request('DELETE', `/leads/${leadId}/person`, marketer);
    const again = (await intake.post(person)).body;
    expect(again.isNew).toBe(true);
    expect(again.leadId).not.toBe(leadId);
  });

  it('an erasure during concurrent requests leaves no personal data on the erased lead', async () => {
    const person = aPerson();
    const { leadId } = (await intake.post(person)).body;
    const posts = Array.from({ length: 20 }, () => intake.post(person));
    const erasures = [1, 2, 3].map(() => intake.request('DELETE', `/leads/${leadId}/person`, marketer));
    const responses = await Promise.all(posts);
    expect((await Promise.all(erasures)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 202));
    expect(await intake.value('SELECT count(*)::int FROM intake.person WHERE lead_id = $1', leadId)).toBe(0);
    expect(await intake.value('SELECT count(*)::int FROM intake.lead_key WHERE lead_id = $1', leadId)).toBe(0);
    const last = (await intake.post(person)).body;
    expect(last.leadId).not.toBe(leadId);
  });

  it('only marketers and admins can erase a person', async () => {
    const { leadId } = (await intake.post(aPerson())).body;
    for (const role of ['rep', 'ops', 'arbiter', 'team-lead'] as const) {
      expect((await intake.request('DELETE', `/leads/${leadId}/person`, { roles: [role] })).status).toBe(403);
    }
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await intake.request('DELETE', `/leads/${unknown}/person`, { roles: ['admin'] })).status).toBe(404);
    expect((await intake.request('DELETE', '/leads/1/person', { roles: ['admin'] })).status).toBe(400);
  });
});
