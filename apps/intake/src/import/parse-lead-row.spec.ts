import { parseMapping } from './mapping.ts';
import { parseLeadRow } from './parse-lead-row.ts';

const columns = ['phone', 'email', 'country', 'name', 'subject', 'pains', 'interests'] as const;
type Cells = Partial<Record<(typeof columns)[number], string>>;

const mapping = {
  ...parseMapping(
    `source: old-crm
leads:
  id: nr
  day: created
  fields: { ${columns.map((column) => `${column}: ${column}`).join(', ')} }
`,
    'map.yaml',
  ),
  decimal: '.' as const,
};

/** What is read of a row, with the codes of its findings and the remarks that stay on the lead. */
function read(cells: Cells) {
  const all = { nr: '7', created: '2026-01-02', ...cells };
  const row = { line: 2, raw: Object.values(all).join(','), cells: new Map(Object.entries(all)) };
  const { submission, findings } = parseLeadRow(row, mapping, 'old.csv', 'RU', new Date('2026-11-27T12:00:00Z'));
  const { person, profile, remarks, subject, pains, interests } = submission!.lead;
  return {
    phone: person.phone,
    email: person.email,
    country: profile.country,
    texts: [subject, pains, interests],
    reachableBy: profile.reachableBy,
    findings: findings.map(({ code }) => code),
    remarks: remarks.map(({ field, code }) => `${field} ${code}`),
  };
}

describe('parseLeadRow', () => {
  it('a cell holds several pains or interests, between semicolons or on separate lines, and each is read once', () => {
    const cells = {
      subject: ' Price  list ',
      pains: 'Lost leads; slow replies ;; LOST leads',
      interests: 'Routing\nReports',
    };
    expect(read(cells)).toMatchObject({
      texts: ['Price list', ['Lost leads', 'slow replies'], ['Routing', 'Reports']],
      findings: [],
    });
    expect(read({ pains: ' ; ' }).texts).toEqual([undefined, undefined, undefined]);
  });

  it('a subject of more than 500 characters is truncated with a warning', () => {
    const { texts, findings } = read({ subject: 'x'.repeat(501) });
    expect([texts[0], findings]).toEqual(['x'.repeat(500), ['truncated:subject']]);
  });

  it('a look-alike in an e-mail address is read as Latin, without a warning, and a remark names it on the lead', () => {
    // The first letter is Cyrillic.
    expect(read({ email: '\u0430nn@acme.com' })).toMatchObject({
      email: 'ann@acme.com',
      findings: [],
      remarks: ['email look-alike'],
    });
  });

  it('an e-mail address that could mean two things stays unknown, with a warning and a remark, and the phone is kept', () => {
    expect(read({ email: '\u0441\u043e\u0440\u0430@acme.com', phone: '+7 912 345-67-89' })).toMatchObject({
      email: undefined,
      phone: '+79123456789',
      reachableBy: ['phone'],
      findings: ['invalid:email'],
      remarks: ['email invalid'],
    });
  });

  it.each([
    ['without a country', {}, '+79123456789'],
    ['with a country in lower case', { country: 'kz', phone: '8 701 234 56 78' }, '+77012345678'],
    ['of the country of the row', { country: 'DE', phone: '0171 1234567' }, '+491711234567'],
    ['with a country code of another country', { country: 'DE', phone: '+7 912 345-67-89' }, '+79123456789'],
  ] as [string, Cells, string][])('a national number %s is read by that country', (_, cells, phone) => {
    const found = read({ phone: '8 912 345-67-89', ...cells });
    expect([found.phone, found.country]).toEqual([phone, cells.country?.toUpperCase()]);
  });

  it.each(['Germany', 'Россия', 'DEU', 'D'])(
    'a national number with the unreadable country %s is not read as one of the default country',
    (country) => {
      expect(read({ phone: '912 345-67-89', country })).toMatchObject({
        phone: undefined,
        country: undefined,
        findings: ['invalid:country', 'invalid:phone'],
        remarks: ['country invalid', 'phone invalid'],
      });
    },
  );

  it('a number with its country code is read, although the country is unreadable', () => {
    expect(read({ phone: '+49 171 1234567', country: 'Germany' })).toMatchObject({
      phone: '+491711234567',
      findings: ['invalid:country'],
    });
  });
});
