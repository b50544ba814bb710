import fc from 'fast-check';
import { problemCodes, parseJson, parseLead } from './parse-lead.ts';

const options = { strict: true, defaultCountry: 'RU' };
const minimum = { name: 'Ann', source: 'website', email: 'ann@acme.com' };

const problemsOf = (json: unknown, strict = true) => {
  const reading = parseLead(json, { ...options, strict });
  return 'problems' in reading ? problemCodes(reading.problems) : [];
};
const leadOf = (json: unknown) => {
  const reading = parseLead(json, options);
  if ('problems' in reading) throw new Error(problemCodes(reading.problems).join());
  return reading.lead;
};

describe('Reading a lead', () => {
  it('takes the minimum, and calls everything else unknown', () => {
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
  ])('names what is wrong with %j', (json, codes) => {
    expect(problemsOf(json)).toEqual(codes);
  });

  it('refuses a field that nobody knows at the strict door, and passes over it at the open one', () => {
    const misspelt = { ...minimum, emial: 'x' };
    expect(problemsOf(misspelt)).toEqual(['unknown-field']);
    expect(problemsOf(misspelt, false)).toEqual([]);
  });

  it('takes empty fields of a form as absent', () => {
    expect(leadOf({ ...minimum, phone: '', company: { name: ' ' }, website: '' })).toEqual(leadOf(minimum));
  });

  it('takes a page among those of strangers for no company, and the mail for one', () => {
    const company = { name: 'Pekarnya', domain: 'https://vk.com/pekarnya' };
    expect(leadOf({ ...minimum, company }).profile.companyDomain).toBe('acme.com');
    expect(leadOf({ ...minimum, email: 'ann@mail.ru', company }).profile.companyDomain).toBeUndefined();
  });

  it('never says what was written, which may be personal', () => {
    const reading = parseLead({ ...minimum, email: 'secret', name: 7, phone: 'secret', company: 'secret' }, options);
    expect(JSON.stringify(reading)).not.toContain('secret');
  });

  it('has an answer to any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => 'lead' in parseLead(json, options) || problemsOf(json).length > 0));
  });

  it('has an answer to any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => [true, false].includes(parseJson(Buffer.from(bytes)) === undefined)),
    );
  });
});
