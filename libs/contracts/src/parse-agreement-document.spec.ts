import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { Ajv } from 'ajv';
import { agreementSchema } from './specification/agreement-schema.ts';
import { closestName } from './closest-name.ts';
import { parseAgreementDocument } from './parse-agreement-document.ts';

type Json = Record<string, unknown>;

/** The default agreement with something else at one place; `undefined` takes it away. */
function withAt(path: string, value: unknown): Json {
  const document = JSON.parse(JSON.stringify(defaultAgreement)) as Json;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce<Json>((at, key) => at[key] as Json, document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

/** What is told of a document in which one place is wrong. */
const told: [path: string, value: unknown, message: string, at?: string][] = [
  ['promise', {}, 'there is no key "promise" here: did you mean "promises"?'],
  [
    'promises.transfer.remindme',
    1,
    'there is no key "remindme" here: use one of within, counted, remindAtShares, ladder, or leave it out',
  ],
  ['promises.first contact', 1, 'there is no key "first contact" here: did you mean "first-contact"?'],
  ['calendar.hours.munday', [], 'there is no key "munday" here: did you mean "monday"?'],
  ['pauses.colour', 1, 'there is no key "colour" here: use one of maximum, or leave it out'],
  ['title', undefined, '"title" is missing: write a text of 1 to 200 letters'],
  ['title', '', 'this is too short: write a text of 1 to 200 letters'],
  ['title', 7, 'this is a number: write a text of 1 to 200 letters'],
  ['money', undefined, '"money" is missing: write the keys averageCheck, currency, margin, costs'],
  ['money.currency', 'RU', 'this is too short: write a text of 3 letters such as RUB'],
  ['money.margin', '60%', 'this is a text: write a number from 0 to 1'],
  ['money.margin', 60, 'this is too large: write a number from 0 to 1'],
  ['touches.minimum', 1.5, 'this is a number: write a whole number above 0'],
  ['routing.oneOwnerPerCompany', 'yes', 'this is a text: write true or false'],
  ['criteria.sql', [], 'this is too short: write a list of at least 1'],
  ['criteria.mql', null, 'this is nothing: write a list of at least 1'],
  ['promises.reply-to-lead.counted', 'workng', '"workng" is none of always, working, workday: did you mean "working"?'],
  ['promises.reply-to-lead.counted', undefined, '"counted" is missing: write one of always, working, workday'],
  [
    'promises.reply-to-lead.within',
    '15 min',
    '"15 min" does not fit: write an ISO 8601 duration such as PT15M, PT48H or P2D',
  ],
  ['promises.reply-to-lead.within', 'PT0S', '"PT0S" does not fit: write a duration longer than nothing, such as PT15M'],
  ['promises.reply-to-lead.within', 'P99999999D', '"P99999999D" does not fit: write ten years or less, such as P90D'],
  [
    'promises.reply-to-lead.ladder.0.after',
    'now',
    '"now" does not fit: write an ISO 8601 duration such as PT0S, PT1H or P2D',
  ],
  ['reports.dailyStatusAt', '9:00', '"9:00" does not fit: write a local time such as 09:00'],
  [
    'calendar.specialDays',
    [{ date: '9 May', kind: 'off' }],
    '"9 May" is no day: write a date such as 2026-03-09',
    'calendar.specialDays.0.date',
  ],
  [
    'calendar.specialDays',
    [{ date: '2026-05-09', kind: 'of' }],
    '"of" is none of off, working, shortened: did you mean "off"?',
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

describe('a document that is no agreement', () => {
  it.each(told)('with %s: %j is told what would be right', (path, value, message, at = path) => {
    const { problems } = parseAgreementDocument(withAt(path, value));
    expect(problems.map((problem) => [problem.path.join('.'), problem.message])).toEqual([[at, message]]);
  });

  it.each([[null], [[]], ['text'], [undefined]])('and is %j altogether is told so', (document) => {
    expect(parseAgreementDocument(document).problems).toEqual([expect.objectContaining({ path: [] })]);
  });

  it('is refused by the published schema as well, unless only a length of time says so', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(agreementSchema());
    const isOnlyTold = new Set(['PT0S', 'P99999999D', '9 May']);
    for (const [path, value] of told) {
      const isTakenBySchema = validate(withAt(path, value));
      if (isTakenBySchema && !JSON.stringify(value).match([...isOnlyTold].join('|'))) {
        throw new Error(`The schema takes ${path}: ${JSON.stringify(value)}`);
      }
    }
    expect(validate(defaultAgreement)).toBe(true);
  });
});

describe('an agreement document', () => {
  it('a document that is one comes back as it is', () => {
    expect(parseAgreementDocument(defaultAgreement)).toEqual({
      agreement: defaultAgreement satisfies Agreement,
      problems: [],
    });
  });

  it('a key that is misspelt is not told to be missing as well', () => {
    const { nurture, ...document } = defaultAgreement;
    expect(parseAgreementDocument({ ...document, nuture: nurture }).problems.map(({ message }) => message)).toEqual([
      'there is no key "nuture" here: did you mean "nurture"?',
    ]);
  });
});

describe('the nearest name', () => {
  it.each([
    ['first_contact', 'first-contact'],
    ['Acceptance', 'acceptance'],
    ['transfre', 'transfer'],
    ['xyz', undefined],
  ])('to %s is %s', (written, name) => {
    expect(closestName(written, ['transfer', 'acceptance', 'first-contact', 'touches'])).toBe(name);
  });
});
