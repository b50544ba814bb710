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
    });
  });

  it.each([
    [{ ...minimum, name: undefined }, ['required:name']],
    [{ ...minimum, source: '  ' }, ['required:source']],
    [{ ...minimum, email: null }, ['below-minimum:phone', 'below-minimum:email']],
    [{}, ['required:name', 'required:source', 'below-minimum:phone', 'below-minimum:email']],
    [{ ...minimum, email: 'ann(at)acme.com' }, ['invalid:email']],
    [{ ...minimum, phone: '12' }, ['invalid:phone']],
    [{ ...minimum, country: 'Germany' }, ['invalid-format:country']],
    [{ ...minimum, company: { domain: 'no domain' } }, ['invalid:company.domain']],
    [{ ...minimum, name: 'Ann\u0000' }, ['custom:name']],
    [{ ...minimum, signal: 'smoke' }, ['invalid-value:signal']],
    [{ ...minimum, role: 'ann@acme.com', campaign: 'for ann@acme.com' }, ['custom:campaign', 'custom:role']],
    [{ ...minimum, role: '+7 999 123-45-67', region: 'wa.me/79991234567' }, ['custom:role', 'custom:region']],
    [[minimum], ['not-an-object:(root)']],
    ['text', ['not-an-object:(root)']],
  ])('the lead %j has the problems %j', (json, codes) => {
    expect(problemsOf(json)).toEqual(codes);
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
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('any JSON gives a lead or at least one problem', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => 'lead' in parseLead(json, options) || problemsOf(json).length > 0));
  });
});

describe('parseJson', () => {
  it('parseJson never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseJson(Buffer.from(bytes))));
  });
});
