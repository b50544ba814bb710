import type { Agreement } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import { describeDiff } from './diff-wording.ts';

/** The default agreement after a change to a copy of it. */
function changed(change: (agreement: Agreement) => void): Agreement {
  // As from a document: no two promises share a ladder.
  const agreement = JSON.parse(JSON.stringify(defaultAgreement)) as Agreement;
  change(agreement);
  return agreement;
}

const said = (after: Agreement, before = defaultAgreement): [en: string[], ru: string[]] => {
  const words = (language: 'en' | 'ru'): string[] =>
    describeDiff(before, after, language).map((change) => change.description.replaceAll('\u00a0', ' '));
  return [words('en'), words('ru')];
};

describe('What changed, in words', () => {
  it.each<[string, (agreement: Agreement) => void, string, string]>([
    [
      'a shorter promise',
      ({ promises }) => void (promises['first-contact'].within = 'PT10M'),
      'Promise «first contact»: within 15 min → 10 min',
      'Обещание «первый контакт»: срок 15 мин → 10 мин',
    ],
    [
      'another way to count',
      ({ promises }) => void (promises.acceptance.counted = 'always'),
      'Promise «acceptance»: counted in working hours → by the wall clock',
      'Обещание «принятие»: счёт времени в рабочие часы → по настенным часам',
    ],
    [
      'reminders',
      ({ promises }) => void (promises.touches.remindAtShares = [0.9]),
      'Promise «touches»: reminders at 50%, 80% → 90%',
      'Обещание «касания»: напоминания при 50 %, 80 % → 90 %',
    ],
    [
      'a further step of a ladder',
      ({ promises }) => void promises.touches.ladder.push({ after: 'P1DT2H', notify: ['ops', 'head'] }),
      'New: promise «touches», ladder step 1 d 2 h (told ops, head)',
      'Добавлено: обещание «касания», ступень лестницы 1 дн. 2 ч (кому сообщить эксплуатация, руководитель отдела)',
    ],
    [
      'whom a step tells',
      ({ promises }) => void (promises.touches.ladder[0]!.notify = ['owner', 'marketer']),
      'Promise «touches», ladder step at once: told: added marketer; removed team lead',
      'Обещание «касания», ступень лестницы сразу: кому сообщить: добавлено маркетолог; убрано руководитель группы',
    ],
    [
      'another title',
      (agreement) => void (agreement.title = 'Ours'),
      'Title: Default agreement → Ours',
      'Название: Default agreement → Ours',
    ],
    [
      'a limit to sources',
      (agreement) => void (agreement.sources = ['pilot', 'partner']),
      'Sources set to pilot, partner',
      'Источники: задано pilot, partner',
    ],
    [
      'no country for holidays',
      ({ calendar }) => delete calendar.holidayCountry,
      'Calendar: public holidays of no longer set, was RU',
      'Календарь: праздники страны: больше не задано, было RU',
    ],
    [
      'split shifts',
      ({ calendar }) =>
        void (calendar.hours.friday = [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ]),
      'Calendar: hours, Friday 09:00–18:00 → 09:00–12:00, 13:00–17:00',
      'Календарь: рабочие часы, пятница 09:00–18:00 → 09:00–12:00, 13:00–17:00',
    ],
    [
      'a moved day',
      ({ calendar }) =>
        void calendar.specialDays.push({ date: '2026-03-07', name: 'Moved', kind: 'working', like: 'friday' }),
      'New: special day 2026-03-07 (name Moved; kind working; hours as on Friday)',
      'Добавлено: особый день 2026-03-07 (название Moved; вид рабочий; часы как в день пятница)',
    ],
    [
      'what a criterion looks for',
      ({ criteria }) => void criteria.mql[1]!.noneOf!.splice(0, 4, 'school'),
      'MQL criterion «Is it a company of a size we sell to?»: none of: added school; removed consumer, individual, b2c, физлицо',
      'Критерий MQL «Сегмент подходит?»: ни одно из: добавлено school; убрано consumer, individual, b2c, физлицо',
    ],
    [
      'a reason less',
      ({ returns }) => void (returns.reasons = returns.reasons.filter(({ code }) => code !== 'no-budget')),
      'Removed: return reason «No budget»',
      'Убрано: причина возврата «Нет бюджета»',
    ],
    [
      'a new reason',
      ({ returns }) =>
        void returns.reasons.push({
          code: 'spam',
          label: { en: 'Spam', ru: 'Спам' },
          proof: ['link'],
          visibleAt: 'receipt',
          window: 'P1D',
          countsAgainst: 'nobody',
        }),
      'New: return reason «Spam» (proof link; visible at receipt; window 1 d; counts against nobody)',
      'Добавлено: причина возврата «Спам» (доказательство ссылка; видно сразу; окно 1 дн.; в счёт кого никого)',
    ],
    [
      'a question in one language',
      ({ criteria }) => void (criteria.sql[2]!.question.ru = 'Бюджет есть?'),
      'Qualifying question «Does the budget roughly fit?»: question, in Russian Бюджет ориентировочно вписывается? → Бюджет есть?',
      'Квалифицирующий вопрос «Бюджет есть?»: вопрос, по-русски Бюджет ориентировочно вписывается? → Бюджет есть?',
    ],
    [
      'a question that is not required any more',
      ({ criteria }) => void (criteria.sql[2]!.required = false),
      'Qualifying question «Does the budget roughly fit?»: required for an SQL yes → no',
      'Квалифицирующий вопрос «Бюджет ориентировочно вписывается?»: обязателен для SQL да → нет',
    ],
    [
      'a routing rule, with its place',
      ({ routing }) =>
        void routing.rules.unshift({
          id: 'north',
          when: { region: ['north'], employees: { atLeast: 50 } },
          pool: { team: 'a' },
        }),
      'New: routing rule «north» (place 1/2; when region north; employees at least 50; pool team a)',
      'Добавлено: правило распределения «north» (место 1/2; если регион north; сотрудники не меньше 50; пул команда a)',
    ],
    [
      'how often an unreachable lead is tried',
      ({ touches }) => void (touches.minimumDays = 3),
      'Touches: on different days 2 → 3',
      'Касания: в разные дни 2 → 3',
    ],
    [
      'the rhythm of touches',
      ({ touches }) => void (touches.cadence = ['PT0S', 'PT1H']),
      'Touches: cadence 15 min, 2 h, 7 h, 24 h, 28 h, 33 h, 47 h → at once, 1 h',
      'Касания: ритм 15 мин, 2 ч, 7 ч, 24 ч, 28 ч, 33 ч, 47 ч → сразу, 1 ч',
    ],
    [
      'what silence means',
      ({ returns }) => void (returns.onSilence = 'accept'),
      'Returns: silence is escalated → is consent',
      'Возвраты: молчание эскалируется → означает согласие',
    ],
    [
      'money',
      ({ money }) => void (money.averageCheck = 900),
      'Money: average check 35,000 → 900',
      'Деньги: средний чек 35 000 → 900',
    ],
    [
      'a cost',
      ({ money }) => void money.costs.push({ channel: 'ads', month: '2026-03', amount: 5 }),
      'New: cost of «ads 2026-03» (amount 5)',
      'Добавлено: расход «ads 2026-03» (сумма 5)',
    ],
    [
      'a duration that only reads differently',
      ({ nurture }) => void (nurture.reviewWithin = 'P90DT0H'),
      'Nurture: review within P90D → P90DT0H',
      'Прогрев: пересмотр в срок P90D → P90DT0H',
    ],
  ])('%s', (_, change, en, ru) => {
    expect(said(changed(change))).toEqual([[en], [ru]]);
  });

  it('the order of rules', () => {
    const rules = ['a', 'b'].map((id) => ({ id, when: { region: [id] }, pool: {} }));
    const before = changed(({ routing }) => void (routing.rules = rules));
    const after = changed(({ routing }) => void (routing.rules = rules.toReversed()));
    expect(said(after, before)).toEqual([
      ['Routing: rules, order: a, b → b, a'],
      ['Распределение: правила, порядок: a, b → b, a'],
    ]);
  });
});
