import { agreementProblems } from './agreement-problems.ts';
import type { Agreement, Criterion, PromiseTerms } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import type { RoutingCondition } from './routing-terms.ts';

const countries = new Set(['RU', 'US']);
const sound = defaultAgreement;
const { calendar, criteria, promises, touches, returns, routing, money, reports } = sound;

const within = (changes: Partial<PromiseTerms>): Partial<Agreement> => ({
  promises: { ...promises, acceptance: { ...promises.acceptance, ...changes } },
});
const mql = (changes: Partial<Criterion>): Partial<Agreement> => ({
  criteria: { ...criteria, mql: [{ ...(criteria.mql[0] as Criterion), ...changes }] },
});
const routed = (when: RoutingCondition): Partial<Agreement> => ({
  routing: { ...routing, rules: [{ id: 'some', when, pool: {} }] },
});
const hours = (...intervals: [from: string, to: string][]): Partial<Agreement> => ({
  calendar: { ...calendar, hours: { monday: intervals.map(([from, to]) => ({ from, to })) } },
});
const touched = (changes: Partial<Agreement['touches']>): Partial<Agreement> => ({
  touches: { ...touches, ...changes },
});
const atOnce = { after: 'PT0S', notify: ['owner' as const] };

describe('A well-formed agreement', () => {
  it('is sound by default', () => {
    expect(agreementProblems(sound, countries)).toEqual([]);
  });

  it('may limit itself, split shifts, and leave its criteria without lists', () => {
    const agreement: Agreement = {
      ...sound,
      ...hours(['13:00', '24:00'], ['00:00', '13:00']),
      ...mql({ noneOf: undefined as never, oneOf: undefined as never }),
      sources: ['partner', 'pilot'],
    };
    expect(agreementProblems(agreement, countries)).toEqual([]);
  });

  it.each<[string, Partial<Agreement>, string, RegExp]>([
    ['a source given twice', { sources: ['a', 'b', 'a'] }, 'sources.2', /"a" stands at sources.0 already/],
    ['an unknown zone', { calendar: { ...calendar, zone: 'Mars/Base' } }, 'calendar.zone', /such as Europe\/Moscow/],
    ['nobody at work', { calendar: { ...calendar, hours: { monday: [] } } }, 'calendar.hours', /nobody ever works/],
    [
      'an inverted shift',
      hours(['22:00', '06:00']),
      'calendar.hours.monday.0',
      /22:00–24:00 on this day and 00:00–06:00/,
    ],
    [
      'shifts that overlap',
      hours(['12:00', '18:00'], ['09:00', '13:00']),
      'calendar.hours.monday.0',
      /overlaps 09:00–13:00/,
    ],
    [
      'holidays that nobody knows',
      { calendar: { ...calendar, holidayCountry: 'XX' } },
      'calendar.holidayCountry',
      /such as RU or US/,
    ],
    [
      'a day given twice',
      {
        calendar: {
          ...calendar,
          specialDays: ['off', 'off'].map((kind) => ({ date: '2026-05-01', kind: kind as 'off' })),
        },
      },
      'calendar.specialDays.1.date',
      /"?2026-05-01"? .*already/,
    ],
    [
      'a day like a free one',
      { calendar: { ...calendar, specialDays: [{ date: '2026-05-02', kind: 'working', like: 'sunday' }] } },
      'calendar.specialDays.0.like',
      /nobody works on a sunday/,
    ],
    [
      'one id for a criterion and a question',
      { criteria: { ...criteria, sql: [{ ...criteria.sql[0]!, id: 'interest' }] } },
      'criteria.sql.0.id',
      /"interest" stands at criteria.mql.3.id already/,
    ],
    [
      'no question that an SQL needs',
      { criteria: { ...criteria, sql: criteria.sql.map((question) => ({ ...question, required: false })) } },
      'criteria.sql',
      /every lead is an SQL: write required: true/,
    ],
    ['an empty list', mql({ oneOf: [] }), 'criteria.mql.0.oneOf', /at least one value/],
    [
      'a value both wanted and not',
      mql({ oneOf: ['x', 'tobacco'] }),
      'criteria.mql.0.oneOf.1',
      /"tobacco" stands in noneOf too/,
    ],
    [
      'a question that is never asked',
      mql({ whenUnknown: 'fail' }),
      'criteria.mql.0.askOnlyAfter',
      /whenUnknown: fail: write ask/,
    ],
    [
      'a signal that is none',
      mql({ attribute: 'signal', noneOf: ['telegram'] }),
      'criteria.mql.0.noneOf.0',
      /request, demo/,
    ],
    [
      'a flag that is none',
      mql({ attribute: 'flags', noneOf: ['spam'] }),
      'criteria.mql.0.noneOf.0',
      /bot, disposable-email/,
    ],
    ['a country in words', mql({ attribute: 'country', noneOf: ['Russia'] }), 'criteria.mql.0.noneOf.0', /such as RU/],
    [
      'reminders that go back',
      within({ remindAtShares: [0.8, 0.5] }),
      'promises.acceptance.remindAtShares.1',
      /ascending/,
    ],
    ['an empty ladder', within({ ladder: [] }), 'promises.acceptance.ladder', /first step with after: PT0S/],
    [
      'a ladder that begins late',
      within({ ladder: [{ ...atOnce, after: 'PT1H' }] }),
      'promises.acceptance.ladder.0.after',
      /nobody is told until PT1H/,
    ],
    [
      'a ladder that goes back',
      within({ ladder: [atOnce, { ...atOnce, after: 'PT2H' }, { ...atOnce, after: 'PT120M' }] }),
      'promises.acceptance.ladder.2.after',
      /PT120M does not come after PT2H/,
    ],
    [
      'one told twice',
      within({ ladder: [{ after: 'PT0S', notify: ['head', 'head'] }] }),
      'promises.acceptance.ladder.0.notify.1',
      /"head"/,
    ],
    ['more touches needed than made', touched({ minimum: 8 }), 'touches.minimum', /write 7 or less/],
    ['more days than touches', touched({ minimumDays: 8 }), 'touches.minimumDays', /cannot fall on 8 days/],
    [
      'more attempts than touches',
      touched({ maximum: 5 }),
      'touches.cadence',
      /7 attempts are suggested and at most 5/,
    ],
    [
      'attempts that go back',
      touched({ cadence: ['PT2H', 'PT1H'] }),
      'touches.cadence.1',
      /from the shortest to the longest/,
    ],
    ['attempts that count once', touched({ cadence: ['PT1H', 'PT65M'] }), 'touches.cadence.1', /closer than PT10M/],
    ['an attempt after it is due', touched({ cadence: ['PT1H', 'P2D'] }), 'touches.cadence.1', /write less than PT48H/],
    [
      'calls at no hour',
      touched({ callingHours: { from: '20:00', to: '09:00' } }),
      'touches.callingHours',
      /09:00 to 20:00/,
    ],
    [
      'a reason given twice',
      { returns: { ...returns, reasons: [returns.reasons[0]!, returns.reasons[0]!] } },
      'returns.reasons.1.code',
      /"non-target-region" stands at returns.reasons.0.code/,
    ],
    [
      'a proof given twice',
      { returns: { ...returns, reasons: [{ ...returns.reasons[0]!, proof: ['link', 'link'] }] } },
      'returns.reasons.0.proof.1',
      /"link"/,
    ],
    [
      'a rule behind one that matches all',
      {
        routing: {
          ...routing,
          rules: [
            { id: 'all', when: {}, pool: {} },
            { id: 'some', when: { region: ['x'] }, pool: {} },
          ],
        },
      },
      'routing.rules.1',
      /"all" before it matches every lead/,
    ],
    [
      'sizes that exclude each other',
      routed({ employees: { atLeast: 9, atMost: 3 } }),
      'routing.rules.0.when.employees',
      /at most 3/,
    ],
    ['a size of nothing', routed({ employees: {} }), 'routing.rules.0.when.employees', /neither atLeast nor atMost/],
    [
      'a score that is never reached',
      routed({ score: { atLeast: 101 } }),
      'routing.rules.0.when.score.atLeast',
      /0 to 100/,
    ],
    ['money of no country', { money: { ...money, currency: 'RUR2' } }, 'money.currency', /such as RUB/],
    [
      'a cost given twice',
      { money: { ...money, costs: [1, 2].map((amount) => ({ channel: 'ads', month: '2026-03', amount })) } },
      'money.costs.1',
      /"ads in 2026-03"/,
    ],
    [
      'a report at no time',
      { reports: { ...reports, dailyStatusAt: '24:00' } },
      'reports.dailyStatusAt',
      /write 00:00/,
    ],
  ])('with %s is told where, and what would be right', (_, changes, path, message) => {
    const problems = agreementProblems({ ...sound, ...changes }, countries);
    expect(problems).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('is told of every problem at once', () => {
    const agreement = { ...sound, ...touched({ minimum: 8 }), ...within({ ladder: [] }), sources: ['a', 'a'] };
    expect(agreementProblems(agreement, countries).map(({ path }) => path)).toEqual([
      'sources.1',
      'promises.acceptance.ladder',
      'touches.minimum',
    ]);
  });
});
