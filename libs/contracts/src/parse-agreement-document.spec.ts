import { defaultAgreement, frameworks, questionSets } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { Ajv } from 'ajv';
import { closestName } from './closest-name.ts';
import { parseAgreementDocument } from './parse-agreement-document.ts';
import { agreementSchema } from './specification/agreement-schema.ts';

type Json = Record<string, unknown>;

/** The default agreement with another value at one path; `undefined` removes it. */
function withAt(path: string, value: unknown): Json {
  const document = JSON.parse(JSON.stringify(defaultAgreement)) as Json;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce<Json>((at, key) => at[key] as Json, document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

/** The message for a document with one wrong value. */
const wrongValues: [path: string, value: unknown, message: string, at?: string][] = [
  ['promise', {}, 'unknown key "promise": did you mean "promises"?'],
  [
    'promises.transfer.remindme',
    1,
    'unknown key "remindme": use one of within, counted, remindAtShares, ladder, or remove it',
  ],
  ['promises.first contact', 1, 'unknown key "first contact": did you mean "first-contact"?'],
  ['calendar.hours.munday', [], 'unknown key "munday": did you mean "monday"?'],
  ['pauses.colour', 1, 'unknown key "colour": use one of maximum, or remove it'],
  ['title', undefined, '"title" is missing: write text of 1 to 200 characters'],
  ['title', '', 'this is too short: write text of 1 to 200 characters'],
  ['title', 7, 'this is a number: write text of 1 to 200 characters'],
  ['money', undefined, '"money" is missing: write the keys averageCheck, currency, margin, costs'],
  ['money.currency', 'RU', 'this is too short: write text of 3 characters such as RUB'],
  ['money.margin', '60%', 'this is text: write a number from 0 to 1'],
  ['money.margin', 60, 'this is too large: write a number from 0 to 1'],
  ['touches.minimum', 1.5, 'this is a number: write a whole number above 0'],
  ['routing.oneOwnerPerCompany', 'yes', 'this is text: write true or false'],
  [
    'promiseRules',
    [{ id: 'demo', when: { signal: ['demos'] }, promises: {} }],
    '"demos" is not one of request, demo, inbound-call, message, webinar, content, visit, other: did you mean "demo"?',
    'promiseRules.0.when.signal.0',
  ],
  [
    'promiseRules',
    [{ id: 'demo', when: {}, promises: { 'first-contact': { within: '5 min' } } }],
    '"5 min" is not valid: write an ISO 8601 duration such as PT15M, PT48H or P2D',
    'promiseRules.0.promises.first-contact.within',
  ],
  ['score.profile', 101, 'this is too large: write a whole number from 0 to 100'],
  ['silentSources.usualShare', 90, 'this is too large: write a number above 0 to 1'],
  ['quarantine.reviewWithin', 'PT0S', '"PT0S" is not valid: write a duration longer than zero, such as PT15M'],
  ['routing.slots', 0, 'this is too small: write a whole number from 1 to 100'],
  ['promises.first-contact.reassign', 'idle', '"idle" is not one of when-idle, always, never'],
  ['promises.first-contact.idleAfter', undefined, '"idleAfter" is missing: write text such as PT15M'],
  ['criteria.sql', [], 'this is too short: write a list of at least 1'],
  ['criteria.mql', null, 'this is empty: write a list of at least 1'],
  [
    'promises.reply-to-lead.counted',
    'workng',
    '"workng" is not one of always, working, workday: did you mean "working"?',
  ],
  ['promises.reply-to-lead.counted', undefined, '"counted" is missing: write one of always, working, workday'],
  [
    'promises.reply-to-lead.within',
    '15 min',
    '"15 min" is not valid: write an ISO 8601 duration such as PT15M, PT48H or P2D',
  ],
  ['promises.reply-to-lead.within', 'PT0S', '"PT0S" is not valid: write a duration longer than zero, such as PT15M'],
  ['promises.reply-to-lead.within', 'P99999999D', '"P99999999D" is not valid: write ten years or less, such as P90D'],
  [
    'promises.reply-to-lead.ladder.0.after',
    'now',
    '"now" is not valid: write an ISO 8601 duration such as PT0S, PT1H or P2D',
  ],
  ['reports.dailyStatusAt', '9:00', '"9:00" is not valid: write a local time such as 09:00'],
  [
    'calendar.specialDays',
    [{ date: '9 May', kind: 'off' }],
    '"9 May" is not a date: write a date such as 2026-03-09',
    'calendar.specialDays.0.date',
  ],
  [
    'calendar.specialDays',
    [{ date: '2026-05-09', kind: 'of' }],
    '"of" is not one of off, working, shortened: did you mean "off"?',
    'calendar.specialDays.0.kind',
  ],
  [
    'calendar.specialDays',
    [{ date: '2026-05-09' }],
    '"kind" is missing: write one of off, working, shortened',
    'calendar.specialDays.0.kind',
  ],
  [
    'calendar.specialDays',
    [{ date: '2026-05-09', kind: 'working' }],
    '"like" is missing: write one of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
    'calendar.specialDays.0.like',
  ],
];

describe('parseAgreementDocument', () => {
  it.each(wrongValues)('the message for %s: %j says what would be right', (path, value, message, at = path) => {
    const { problems } = parseAgreementDocument(withAt(path, value));
    expect(problems.map((problem) => [problem.path.join('.'), problem.message])).toEqual([[at, message]]);
  });

  it.each([[null], [[]], ['text'], [undefined]])('the document %j has one problem at its root', (document) => {
    expect(parseAgreementDocument(document).problems).toEqual([expect.objectContaining({ path: [] })]);
  });

  it('the published JSON Schema rejects the same values, except for limits that it cannot express', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(agreementSchema());
    const inexpressible = /PT0S|P99999999D|9 May/;
    const accepted = wrongValues.filter(
      ([path, value]) => validate(withAt(path, value)) && !inexpressible.test(JSON.stringify(value)),
    );
    expect(accepted).toEqual([]);
    expect(validate(defaultAgreement)).toBe(true);
  });

  it('a valid document is returned unchanged', () => {
    expect(parseAgreementDocument(defaultAgreement)).toEqual({
      agreement: defaultAgreement satisfies Agreement,
      problems: [],
    });
  });

  it.each(frameworks)('an agreement that names %s without questions asks its set', (framework) => {
    const { sql: _sql, ...criteria } = defaultAgreement.criteria;
    const { agreement, problems } = parseAgreementDocument({
      ...defaultAgreement,
      criteria: { ...criteria, framework },
    });
    expect(problems).toEqual([]);
    expect(agreement?.criteria.sql).toEqual(questionSets[framework]);
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(agreementSchema());
    expect(validate({ ...defaultAgreement, criteria: { ...criteria, framework } })).toBe(true);
  });

  it('an agreement with an unknown framework and no questions is reported with both keys', () => {
    const { sql: _sql, ...criteria } = defaultAgreement.criteria;
    const document = { ...defaultAgreement, criteria: { ...criteria, framework: 'spin' } };
    expect(parseAgreementDocument(document).problems.map(({ path }) => path.join('.'))).toEqual([
      'criteria.framework',
      'criteria.sql',
    ]);
  });

  it('a misspelt key is not reported as missing too', () => {
    const { nurture, ...document } = defaultAgreement;
    expect(parseAgreementDocument({ ...document, nuture: nurture }).problems.map(({ message }) => message)).toEqual([
      'unknown key "nuture": did you mean "nurture"?',
    ]);
  });
});

describe('closestName', () => {
  it.each([
    ['first_contact', 'first-contact'],
    ['Acceptance', 'acceptance'],
    ['transfre', 'transfer'],
    ['xyz', undefined],
  ])('the closest name to %s is %s', (written, name) => {
    expect(closestName(written, ['transfer', 'acceptance', 'first-contact', 'touches'])).toBe(name);
  });
});
