import { agreementProblems } from './agreement-problems.ts';
import type { Agreement, Criterion, PromiseRule, PromiseTerms } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import type { RoutingCondition } from './routing-terms.ts';

const countries = new Set(['RU', 'US']);
const valid = defaultAgreement;
const { calendar, criteria, promises, touches, returns, routing, score, money, reports } = valid;
const acceptance = (changes: Partial<PromiseTerms>): Partial<Agreement> => ({
  promises: { ...promises, acceptance: { ...promises.acceptance, ...changes } },
});
const mql = (changes: Partial<Criterion>): Partial<Agreement> => ({
  criteria: { ...criteria, mql: [{ ...(criteria.mql[0] as Criterion), ...changes }] },
});
const ruleWhen = (when: RoutingCondition): Partial<Agreement> => ({
  routing: { ...routing, rules: [{ id: 'some', when, pool: {} }] },
});
const promiseRules = (...rules: Omit<PromiseRule, 'id'>[]): Partial<Agreement> => ({
  promiseRules: rules.map((rule) => ({ id: 'some', ...rule })),
});
const hours = (...intervals: [from: string, to: string][]): Partial<Agreement> => ({
  calendar: { ...calendar, hours: { monday: intervals.map(([from, to]) => ({ from, to })) } },
});
const touchTerms = (changes: Partial<Agreement['touches']>): Partial<Agreement> => ({
  touches: { ...touches, ...changes },
});
const atBreach = { after: 'PT0S', notify: ['owner' as const] };

describe('agreementProblems', () => {
  it('the default agreement has no problems', () => {
    expect(agreementProblems(valid, countries)).toEqual([]);
  });

  it('an agreement may name sources, split shifts and have criteria without lists', () => {
    const withoutLists = mql({ noneOf: undefined as never, oneOf: undefined as never });
    const shifts = { ...hours(['13:00', '24:00'], ['00:00', '13:00']), sources: ['partner', 'pilot'] };
    expect(agreementProblems({ ...valid, ...shifts, ...withoutLists }, countries)).toEqual([]);
  });

  it.each<[string, Partial<Agreement>, string, RegExp]>([
    ['a duplicate source', { sources: ['a', 'b', 'a'] }, 'sources.2', /"a" is already used at sources.0/],
    ['an unknown zone', { calendar: { ...calendar, zone: 'Mars/Base' } }, 'calendar.zone', /such as Europe\/Moscow/],
    [
      'a week without hours',
      { calendar: { ...calendar, hours: { monday: [] } } },
      'calendar.hours',
      /nobody ever works/,
    ],
    [
      'an inverted shift',
      hours(['22:00', '06:00']),
      'calendar.hours.monday.0',
      /22:00–24:00 on this day and 00:00–06:00/,
    ],
    [
      'overlapping shifts',
      hours(['12:00', '18:00'], ['09:00', '13:00']),
      'calendar.hours.monday.0',
      /overlaps 09:00–13:00/,
    ],
    [
      'an unknown holiday country',
      { calendar: { ...calendar, holidayCountry: 'XX' } },
      'calendar.holidayCountry',
      /such as RU or US/,
    ],
    [
      'a duplicate special day',
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
      'a working day like a day off',
      { calendar: { ...calendar, specialDays: [{ date: '2026-05-02', kind: 'working', like: 'sunday' }] } },
      'calendar.specialDays.0.like',
      /sunday has no hours/,
    ],
    [
      'the same id for a criterion and a question',
      { criteria: { ...criteria, sql: [{ ...criteria.sql[0]!, id: 'interest' }] } },
      'criteria.sql.0.id',
      /"interest" is already used at criteria.mql.3.id/,
    ],
    [
      'no required question',
      { criteria: { ...criteria, sql: criteria.sql.map((question) => ({ ...question, required: false })) } },
      'criteria.sql',
      /every lead would be an SQL: write required: true/,
    ],
    ['an empty list', mql({ oneOf: [] }), 'criteria.mql.0.oneOf', /at least one value/],
    [
      'a value in oneOf and noneOf',
      mql({ oneOf: ['x', 'tobacco'] }),
      'criteria.mql.0.oneOf.1',
      /"tobacco" is also in noneOf/,
    ],
    [
      'askOnlyAfter without ask',
      mql({ whenUnknown: 'fail' }),
      'criteria.mql.0.askOnlyAfter',
      /whenUnknown: fail. Write ask/,
    ],
    [
      'an unknown signal',
      mql({ attribute: 'signal', noneOf: ['telegram'] }),
      'criteria.mql.0.noneOf.0',
      /request, demo/,
    ],
    [
      'an unknown flag',
      mql({ attribute: 'flags', noneOf: ['spam'] }),
      'criteria.mql.0.noneOf.0',
      /bot, disposable-email/,
    ],
    [
      'a country name instead of its code',
      mql({ attribute: 'country', noneOf: ['Russia'] }),
      'criteria.mql.0.noneOf.0',
      /such as RU/,
    ],
    [
      'reminders that are not ascending',
      acceptance({ remindAtShares: [0.8, 0.5] }),
      'promises.acceptance.remindAtShares.1',
      /ascending/,
    ],
    ['an empty ladder', acceptance({ ladder: [] }), 'promises.acceptance.ladder', /first step with after: PT0S/],
    [
      'a ladder that starts after the breach',
      acceptance({ ladder: [{ ...atBreach, after: 'PT1H' }] }),
      'promises.acceptance.ladder.0.after',
      /nobody is notified until PT1H/,
    ],
    [
      'a ladder that is not ascending',
      acceptance({ ladder: [atBreach, { ...atBreach, after: 'PT2H' }, { ...atBreach, after: 'PT120M' }] }),
      'promises.acceptance.ladder.2.after',
      /PT120M is not longer than PT2H/,
    ],
    [
      'a duplicate recipient',
      acceptance({ ladder: [{ after: 'PT0S', notify: ['head', 'head'] }] }),
      'promises.acceptance.ladder.0.notify.1',
      /"head"/,
    ],
    ['a minimum above the maximum of touches', touchTerms({ minimum: 8 }), 'touches.minimum', /write 7 or less/],
    ['more days than touches', touchTerms({ minimumDays: 8 }), 'touches.minimumDays', /cannot fall on 8 days/],
    [
      'more attempts than touches',
      touchTerms({ maximum: 5 }),
      'touches.cadence',
      /7 attempts are suggested but at most 5/,
    ],
    [
      'a cadence that is not ascending',
      touchTerms({ cadence: ['PT2H', 'PT1H'] }),
      'touches.cadence.1',
      /from the shortest to the longest/,
    ],
    [
      'attempts so close that they count once',
      touchTerms({ cadence: ['PT1H', 'PT65M'] }),
      'touches.cadence.1',
      /closer than PT10M/,
    ],
    [
      'an attempt after the touches are due',
      touchTerms({ cadence: ['PT1H', 'P2D'] }),
      'touches.cadence.1',
      /write less than PT48H/,
    ],
    [
      'inverted calling hours',
      touchTerms({ callingHours: { from: '20:00', to: '09:00' } }),
      'touches.callingHours',
      /09:00 to 20:00/,
    ],
    [
      'a duplicate return reason',
      { returns: { ...returns, reasons: [returns.reasons[0]!, returns.reasons[0]!] } },
      'returns.reasons.1.code',
      /"non-target-region" is already used at returns.reasons.0.code/,
    ],
    [
      'a duplicate proof',
      { returns: { ...returns, reasons: [{ ...returns.reasons[0]!, proof: ['link', 'link'] }] } },
      'returns.reasons.0.proof.1',
      /"link"/,
    ],
    [
      'a rule after one that matches every lead',
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
      /the rule "all" above matches every lead/,
    ],
    [
      'contradictory company sizes',
      ruleWhen({ employees: { atLeast: 9, atMost: 3 } }),
      'routing.rules.0.when.employees',
      /at most 3/,
    ],
    [
      'an empty company size',
      ruleWhen({ employees: {} }),
      'routing.rules.0.when.employees',
      /neither atLeast nor atMost/,
    ],
    ['an impossible score', ruleWhen({ score: { atLeast: 101 } }), 'routing.rules.0.when.score.atLeast', /at most 100/],
    [
      'a promise rule with the id of another',
      promiseRules(
        { when: { score: { atLeast: 50 } }, promises: { touches: { within: 'PT60H' } } },
        { when: { score: { atLeast: 80 } }, promises: { touches: { within: 'PT60H' } } },
      ),
      'promiseRules.1.id',
      /"some" is already used at promiseRules.0.id/,
    ],
    [
      'a promise rule for every lead',
      promiseRules({ when: {}, promises: { touches: { within: 'PT60H' } } }),
      'promiseRules.0.when',
      /every lead matches/,
    ],
    [
      'a promise rule that changes nothing',
      promiseRules({ when: { signal: ['demo'] }, promises: {} }),
      'promiseRules.0.promises',
      /changes no promise/,
    ],
    [
      'a duplicate signal',
      promiseRules({ when: { signal: ['demo', 'demo'] }, promises: { touches: { within: 'PT60H' } } }),
      'promiseRules.0.when.signal.1',
      /"demo"/,
    ],
    [
      'a promise rule whose ladder notifies nobody at the breach',
      promiseRules({
        when: { signal: ['demo'] },
        promises: { acceptance: { ladder: [{ after: 'PT1H', notify: ['head'] }] } },
      }),
      'promiseRules.0.promises.acceptance.ladder.0.after',
      /nobody is notified until PT1H/,
    ],
    [
      'touches that are due before the last attempt of the cadence',
      promiseRules({ when: { signal: ['demo'] }, promises: { touches: { within: 'PT47H' } } }),
      'promiseRules.0.promises.touches.within',
      /write more than PT47H/,
    ],
    ['a score above 100', { score: { ...score, profile: 50 } }, 'score', /40 \+ 15 \+ 50 \+ 15 = 120 points/],
    [
      'a further signal worth more than all of them',
      { score: { ...score, furtherSignal: 20 } },
      'score.furtherSignal',
      /at most 15: write 15 or less/,
    ],
    ['an unknown currency', { money: { ...money, currency: 'RUR2' } }, 'money.currency', /such as RUB/],
    [
      'a duplicate cost',
      { money: { ...money, costs: [1, 2].map((amount) => ({ channel: 'ads', month: '2026-03', amount })) } },
      'money.costs.1',
      /"ads in 2026-03"/,
    ],
    [
      'limits of first contacts that are not ascending',
      { reports: { ...reports, firstContactLimits: ['PT15M', 'PT5M'] } },
      'reports.firstContactLimits.1',
      /PT5M is not longer than PT15M/,
    ],
    ['a report at 24:00', { reports: { ...reports, dailyStatusAt: '24:00' } }, 'reports.dailyStatusAt', /write 00:00/],
  ])('%s is reported with its path and a correction', (_, changes, path, message) => {
    const problems = agreementProblems({ ...valid, ...changes }, countries);
    expect(problems).toContainEqual({ path, message: expect.stringMatching(message) });
  });

  it('all problems are reported together', () => {
    const agreement = { ...valid, ...touchTerms({ minimum: 8 }), ...acceptance({ ladder: [] }), sources: ['a', 'a'] };
    expect(agreementProblems(agreement, countries).map(({ path }) => path)).toEqual([
      'sources.1',
      'promises.acceptance.ladder',
      'touches.minimum',
    ]);
  });
});
