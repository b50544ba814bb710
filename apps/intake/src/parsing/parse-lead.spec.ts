import fc from 'fast-check';
import { problemCodes, parseJson, parseLead } from './parse-lead.ts';

const options = { strict: true, defaultCountry: 'RU' };
const minimum = { name: 'Ann', source: 'website', email: 'ann@acme.com' };

const problemsOf = (json: unknown, strict = true) => {
  const result = parseLead(json, { ...options, strict });
  return 'problems' in result ? problemCodes(result.problems) : [];
};
const leadOf = (json: unknown) => {
  const result = parseLead(json, options);
  if ('problems' in result) throw new Error(problemCodes(result.problems).join());
  return result.lead;
};

describe('parseLead', () => {
  it('a lead with the minimum of fields is accepted, and everything else stays unknown', () => {
    expect(leadOf(minimum)).toEqual({
      person: { name: 'Ann', email: 'ann@acme.com' },
      profile: { source: 'website', companyDomain: 'acme.com', reachableBy: ['email'], flags: [], consent: null },
      signal: 'request',
      remarks: [],
    });
  });

  it.each([
    [{ ...minimum, name: undefined }, ['required:name']],
    [{ ...minimum, source: '  ' }, ['required:source']],
    [{ ...minimum, email: null }, ['below-minimum:phone', 'below-minimum:email']],
    [{}, ['required:name', 'required:source', 'below-minimum:phone', 'below-minimum:email']],
    [{ ...minimum, email: 'ann(at)acme.com' }, ['invalid:email']],
    [{ ...minimum, email: '12', phone: '12' }, ['invalid:phone', 'invalid:email']],
    [{ ...minimum, email: '12', role: 'ann@acme.com' }, ['custom:role', 'invalid:email']],
    [{ ...minimum, source: 'ann@acme.com' }, ['custom:source']],
    [{ ...minimum, name: 'Ann\uD800' }, ['custom:name']],
    [{ ...minimum, name: '\u200B\u2800\u3164' }, ['required:name']],
    [{ ...minimum, email: 'сора@acme.com' }, ['invalid:email']],
    [[minimum], ['not-an-object:(root)']],
    ['text', ['not-an-object:(root)']],
  ])('the lead %j has the problems %j', (json, codes) => {
    expect(problemsOf(json)).toEqual(codes);
  });

  it.each([
    ['phone', { phone: '12' }, 'invalid'],
    ['phone', { phone: ['+79123456789'] }, 'invalid-type'],
    ['phone', { phone: '1'.repeat(101) }, 'too-big'],
    ['email', { email: 'ann(at)acme.com', phone: '+79123456789' }, 'invalid'],
    ['email', { email: 'сора@acme.com', phone: '+79123456789' }, 'invalid'],
    ['country', { country: 'Germany' }, 'invalid-format'],
    ['language', { language: 'русский' }, 'invalid-format'],
    ['company', { company: 'Acme' }, 'invalid-type'],
    ['company.domain', { company: { name: 'Acme', domain: 'no domain' } }, 'invalid'],
    ['company.employees', { company: { name: 'Acme', employees: '100-200' } }, 'invalid-type'],
    ['signal', { signal: 'smoke' }, 'invalid-value'],
    ['consent', { consent: 'perhaps' }, 'invalid-type'],
    ['externalId', { externalId: 'x'.repeat(201) }, 'too-big'],
    ['role', { role: 'bob@acme.com' }, 'custom'],
    ['role', { role: 'ann\u200B＠acme.com' }, 'custom'],
    ['region', { region: 'wa.me/79991234567' }, 'custom'],
    ['campaign', { campaign: 'call ٨٩٩٩١٢٣٤٥٦٧' }, 'custom'],
  ])('an invalid %s does not cost the lead, and a remark keeps it: %j', (field, change, code) => {
    const lead = leadOf({ ...minimum, ...change });
    const given = field.split('.').reduce((value: unknown, key) => (value as Record<string, unknown>)[key], change);
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    expect(lead.remarks).toEqual([{ field, code, message: expect.any(String) as string, text }]);
    const { remarks: _, ...rest } = lead;
    expect(JSON.stringify(rest)).not.toContain(text);
  });

  it('a lead keeps its valid fields next to an invalid one', () => {
    const company = { name: 'Acme', employees: 'many', industry: 'bakery' };
    const { person, profile } = leadOf({ ...minimum, company });
    expect([person.companyName, profile.industry, profile.employees]).toEqual(['Acme', 'bakery', undefined]);
  });

  it('a message that is too long is cut off, and the lead has a remark', () => {
    const lead = leadOf({ ...minimum, message: `${'x'.repeat(20_000)}the end` });
    expect(lead.message).toHaveLength(20_000);
    expect(lead.remarks).toMatchObject([{ field: 'message', code: 'truncated', text: 'the end' }]);
  });

  it('the subject of a signal and the pains and interests of the lead are cleaned, and each text is kept once', () => {
    const lead = leadOf({
      ...minimum,
      subject: ' Price\u200B list \n 2026 ',
      pains: ['  Lost leads ', 'lost\u00A0leads', '', null, 'Slow replies'],
      interests: 'Routing',
    });
    expect(lead).toMatchObject({
      subject: 'Price list 2026',
      pains: ['Lost leads', 'Slow replies'],
      interests: ['Routing'],
      remarks: [],
    });
    expect(leadOf({ ...minimum, subject: ' ', pains: [], interests: [' '] })).toEqual(leadOf(minimum));
  });

  it.each([
    ['subject', 'x'.repeat(501), 'too-big'],
    ['subject', 7, 'invalid-type'],
    ['pains', ['Lost leads', 'x'.repeat(501)], 'too-big'],
    ['interests', [{ title: 'Routing' }], 'invalid-type'],
    ['interests', 7, 'invalid-type'],
  ])('an invalid %s costs only itself, and a remark keeps the beginning of it', (field, value, code) => {
    const { remarks, ...rest } = leadOf({ ...minimum, [field]: value });
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    expect(remarks).toMatchObject([{ field, code, text: written.slice(0, 500) }]);
    expect({ ...rest, remarks: [] }).toEqual(leadOf(minimum));
  });

  it('a look-alike in an e-mail address is read as Latin, and a remark names it', () => {
    const lead = leadOf({ ...minimum, email: 'аnn@acme.com', company: { domain: 'https://www.асme.com/x' } });
    expect(lead.person.email).toBe('ann@acme.com');
    expect(lead.profile.companyDomain).toBe('acme.com');
    expect(lead.remarks).toMatchObject([
      { field: 'email', code: 'look-alike', text: 'аnn@acme.com' },
      { field: 'company.domain', code: 'look-alike' },
    ]);
    expect(lead.remarks[0]?.message).toContain('U+0430 at position 1');
  });

  it('fields are read without invisible characters, whatever the field', () => {
    const hidden = (text: string) => `\u202D${text.slice(0, 1)}\u200B${text.slice(1)}\u00AD\u202C`;
    const fields = { name: 'Ann Lee', source: 'website', email: 'ann@acme.com', phone: '+79123456789', role: 'owner' };
    const more = { country: 'DE', language: 'de', signal: 'demo', externalId: 'a-17', channel: 'seo' };
    const written = Object.fromEntries(
      Object.entries({ ...fields, ...more }).map(([key, text]) => [key, hidden(text)]),
    );
    expect(leadOf({ ...written, consent: true })).toEqual(leadOf({ ...fields, ...more, consent: true }));
  });

  it('numbers and checkbox values are read as what forms mean by them', () => {
    const lead = leadOf({
      ...minimum,
      phone: 79123456789,
      externalId: 17,
      consent: 'on',
      company: { employees: '120' },
    });
    expect(lead).toMatchObject({
      person: { phone: '+79123456789' },
      externalId: '17',
      profile: { consent: true, employees: 120 },
      remarks: [],
    });
    expect(leadOf({ ...minimum, consent: 'нет' }).profile.consent).toBe(false);
  });

  it('a national phone number with an unreadable country is not read as one of the default country', () => {
    const { person, remarks } = leadOf({ ...minimum, phone: '912 345-67-89', country: 'Germany' });
    expect(person.phone).toBeUndefined();
    expect(remarks.map(({ field }) => field)).toEqual(['country', 'phone']);
  });

  it('an unknown field is a problem in strict mode and is ignored otherwise', () => {
    const misspelt = { ...minimum, emial: 'x' };
    expect(problemsOf(misspelt)).toEqual(['unknown-field']);
    expect(problemsOf(misspelt, false)).toEqual([]);
  });

  it('empty form fields count as absent', () => {
    expect(leadOf({ ...minimum, phone: '', company: { name: ' ' }, website: '' })).toEqual(leadOf(minimum));
  });

  it('a page on a shared host is not the company domain, but the domain of the e-mail address is', () => {
    const company = { name: 'Pekarnya', domain: 'https://vk.com/pekarnya' };
    expect(leadOf({ ...minimum, company }).profile.companyDomain).toBe('acme.com');
    expect(leadOf({ ...minimum, email: 'ann@mail.ru', company }).profile.companyDomain).toBeUndefined();
  });

  it('problems never repeat submitted values, which may be personal data', () => {
    const result = parseLead({ ...minimum, email: 'secret', name: 7, phone: 'secret', company: 'secret' }, options);
    expect('problems' in result).toBe(true);
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('any text in any field gives a lead or at least one problem, and reading the result again gives the same person', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^\+?[0-9 xдоб.,;#-]{5,30}$/),
      fc.emailAddress(),
    );
    const field = fc.oneof(text, text, fc.jsonValue());
    const names = ['phone', 'email', 'role', 'country', 'signal', 'consent', 'externalId', 'message', 'company'];
    const lead = fc.record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] });
    fc.assert(
      fc.property(lead, (given) => {
        const result = parseLead({ name: 'Ann', source: 'website', ...given }, options);
        if ('problems' in result) {
          expect(result.problems).not.toEqual([]);
          return;
        }
        const { phone, email } = result.lead.person;
        const again = leadOf({ name: 'Ann', source: 'website', phone, email });
        expect(again).toMatchObject({ person: { ...(phone && { phone }), ...(email && { email }) }, remarks: [] });
      }),
    );
  });

  it('any JSON gives a lead or at least one problem', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => 'lead' in parseLead(json, options) || problemsOf(json).length > 0));
  });
});

describe('parseJson', () => {
  it('two ids beyond the range of safe integers stay different', () => {
    const ids = ['9007199254740993', '9007199254740992'].map((id) => parseJson(Buffer.from(`{"externalId": ${id}}`)));
    expect(ids).toEqual([{ json: { externalId: '9007199254740993' } }, { json: { externalId: '9007199254740992' } }]);
  });

  it('parseJson never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseJson(Buffer.from(bytes))));
  });
});
