import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { describeDiff } from './describe-diff.ts';

/** The default agreement after a change to a copy of it. */
function changed(change: (agreement: Agreement) => void): Agreement {
  // A deep copy, so that promises that share a ladder object do not change together.
  const agreement = JSON.parse(JSON.stringify(defaultAgreement)) as Agreement;
  change(agreement);
  return agreement;
}

const descriptions = (after: Agreement, before = defaultAgreement): [en: string[], ru: string[]] => {
  const inLanguage = (language: 'en' | 'ru'): string[] =>
    describeDiff(before, after, language).map(({ description }) => description.replaceAll('\u00a0', ' '));
  return [inLanguage('en'), inLanguage('ru')];
};

describe('describeDiff', () => {
  it.each<[string, (agreement: Agreement) => void, string, string]>([
    [
      'a shorter promise',
      ({ promises }) => void (promises['first-contact'].within = 'PT10M'),
      'Promise "first contact": within 15 min → 10 min',
      'Обязательство «первый контакт», срок: 15 мин → 10 мин',
    ],
    [
      'another counting mode',
      ({ promises }) => void (promises.acceptance.counted = 'always'),
      'Promise "acceptance": counted in working hours → around the clock',
      'Обязательство «принятие лида», счёт времени: в рабочие часы → круглосуточно',
    ],
    [
      'another reassignment after a missed first contact',
      ({ promises }) => void (promises['first-contact'].reassign = 'never'),
      'Promise "first contact": moves to another person when the owner is inactive → never',
      'Обязательство «первый контакт», передаётся другому: если ответственный бездействует → никогда',
    ],
    [
      'a longer inactivity of the owner',
      ({ promises }) => void (promises['first-contact'].idleAfter = 'PT1H'),
      'Promise "first contact": owner inactive for 15 min → 1 h',
      'Обязательство «первый контакт», ответственный бездействует: 15 мин → 1 ч',
    ],
    [
      'a promise rule',
      ({ promiseRules }) =>
        void promiseRules.push({
          id: 'demo',
          when: { signal: ['demo'], score: { atLeast: 80 } },
          promises: { 'first-contact': { within: 'PT5M' } },
        }),
      'New: promise rule "demo" (position 1/1; when signal demo; score at least 80; promises first contact within 5 min)',
      'Добавлено: правило обязательств «demo» (место 1/1; если сигнал: запрос демо; оценка не меньше: 80; обязательства первый контакт срок: 5 мин)',
    ],
    [
      'other points of a score',
      ({ score }) => void (score.signals.webinar = 30),
      'Score: points for a signal, webinar 25 → 30',
      'Оценка, баллы за сигнал, вебинар: 25 → 30',
    ],
    [
      'a longer silence of a busy source',
      ({ silentSources }) => void (silentSources.atLeast = 'PT8H'),
      'Silent sources: at least 4 h → 8 h',
      'Замолчавшие источники, не меньше: 4 ч → 8 ч',
    ],
    [
      'another limit of lost',
      ({ lost }) => void (lost['no-activity'] = 'PT72H'),
      'Lost by process: without activity 48 h → 72 h',
      'Потеря в процессе, без активности: 48 ч → 72 ч',
    ],
    [
      'other ranges of the first contact',
      ({ reports }) => void (reports.firstContactLimits = ['PT10M', 'PT2H']),
      'Reports: ranges of the first contact 5 min, 15 min, 30 min, 1 h → 10 min, 2 h',
      'Отчёты, интервалы первого контакта: 5 мин, 15 мин, 30 мин, 1 ч → 10 мин, 2 ч',
    ],
    [
      'more slots',
      ({ routing }) => void (routing.slots = 2),
      'Routing: slots per person 1 → 2',
      'Распределение, слотов на человека: 1 → 2',
    ],
    [
      'a change of reminders',
      ({ promises }) => void (promises.touches.remindAtShares = [0.9]),
      'Promise "touches": reminders at 50%, 80% → 90%',
      'Обязательство «касания», напоминания при: 50 %, 80 % → 90 %',
    ],
    [
      'a new escalation',
      ({ promises }) => void promises.touches.ladder.push({ after: 'P1DT2H', notify: ['ops', 'head'] }),
      'New: promise "touches", escalation after 1 d 2 h (notify ops, head)',
      'Добавлено: обязательство «касания», эскалация через 1 дн. 2 ч (кому сообщить: служба эксплуатации, руководитель отдела)',
    ],
    [
      'a change of the people to notify',
      ({ promises }) => void (promises.touches.ladder[0]!.notify = ['owner', 'marketer']),
      'Promise "touches", immediate escalation: notify: added marketer; removed team lead',
      'Обязательство «касания», эскалация сразу, кому сообщить: добавлено — маркетолог; убрано — тимлид',
    ],
    [
      'another title',
      (agreement) => void (agreement.title = 'Ours'),
      'Title: Default agreement → Ours',
      'Название: Default agreement → Ours',
    ],
    [
      'a limit to some sources',
      (agreement) => void (agreement.sources = ['pilot', 'partner']),
      'Sources set to pilot, partner',
      'Источники: задано значение pilot, partner',
    ],
    [
      'the removal of the holiday country',
      ({ calendar }) => delete calendar.holidayCountry,
      'Calendar: country of the public holidays no longer set (was RU)',
      'Календарь, страна праздничных дней: значение больше не задано (было RU)',
    ],
    [
      'a day of two shifts',
      ({ calendar }) =>
        void (calendar.hours.friday = [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ]),
      'Calendar: hours, Friday 09:00–18:00 → 09:00–12:00, 13:00–17:00',
      'Календарь, рабочие часы, пятница: 09:00–18:00 → 09:00–12:00, 13:00–17:00',
    ],
    [
      'a moved working day',
      ({ calendar }) =>
        void calendar.specialDays.push({ date: '2026-03-07', name: 'Moved', kind: 'working', like: 'friday' }),
      'New: special day 2026-03-07 (name Moved; kind working; hours as on Friday)',
      'Добавлено: особый день 2026-03-07 (название: Moved; вид: рабочий; часы как в день: пятница)',
    ],
    [
      'a change of the values of a criterion',
      ({ criteria }) => void criteria.mql[1]!.noneOf!.splice(0, 4, 'school'),
      'MQL criterion "Is it a company of a size we sell to?": none of: added school; removed consumer, individual, b2c, физлицо',
      'Критерий MQL «Сегмент подходит?», ни одно из: добавлено — school; убрано — consumer, individual, b2c, физлицо',
    ],
    [
      'the removal of a return reason',
      ({ returns }) => void (returns.reasons = returns.reasons.filter(({ code }) => code !== 'no-budget')),
      'Removed: return reason "No budget"',
      'Убрано: причина возврата «Нет бюджета»',
    ],
    [
      'a new return reason',
      ({ returns }) =>
        void returns.reasons.push({
          code: 'spam',
          label: { en: 'Spam', ru: 'Спам' },
          proof: ['link'],
          visibleAt: 'receipt',
          window: 'P1D',
          countsAgainst: 'nobody',
        }),
      'New: return reason "Spam" (proof link; visible at receipt; return window 1 d; counts against nobody)',
      'Добавлено: причина возврата «Спам» (доказательство: ссылка; когда видно: сразу; срок возврата: 1 дн.; чья ошибка: ничья)',
    ],
    [
      'a question changed in one language',
      ({ criteria }) => void (criteria.sql[2]!.question.ru = 'Бюджет есть?'),
      'Qualifying question "Does the budget roughly fit?": question, in Russian Бюджет примерно подходит? → Бюджет есть?',
      'Вопрос квалификации «Бюджет есть?», вопрос, по-русски: Бюджет примерно подходит? → Бюджет есть?',
    ],
    [
      'a question that is no longer required',
      ({ criteria }) => void (criteria.sql[2]!.required = false),
      'Qualifying question "Does the budget roughly fit?": required for an SQL yes → no',
      'Вопрос квалификации «Бюджет примерно подходит?», обязателен для SQL: да → нет',
    ],
    [
      'a new routing rule with its position',
      ({ routing }) =>
        void routing.rules.unshift({
          id: 'north',
          when: { region: ['north'], employees: { atLeast: 50 } },
          pool: { team: 'a' },
        }),
      'New: routing rule "north" (position 1/2; when region north; employees at least 50; pool team a)',
      'Добавлено: правило распределения «north» (место 1/2; если регион: north; сотрудники не меньше: 50; пул команда: a)',
    ],
    [
      'the number of days with touches',
      ({ touches }) => void (touches.minimumDays = 3),
      'Touches: minimum of different days 2 → 3',
      'Касания, минимум разных дней: 2 → 3',
    ],
    [
      'the cadence of touches',
      ({ touches }) => void (touches.cadence = ['PT0S', 'PT1H']),
      'Touches: cadence immediately, 2 h, 7 h, 24 h, 28 h, 33 h, 47 h → immediately, 1 h',
      'Касания, ритм касаний: сразу, 2 ч, 7 ч, 24 ч, 28 ч, 33 ч, 47 ч → сразу, 1 ч',
    ],
    [
      'the effect of a missed review',
      ({ returns }) => void (returns.onSilence = 'accept'),
      'Returns: without a review in time escalate → accept the return',
      'Возвраты, если возврат не рассмотрен: эскалация → возврат принимается',
    ],
    [
      'an amount of money',
      ({ money }) => void (money.averageCheck = 900),
      'Money: average check 35,000 → 900',
      'Деньги, средний чек: 35 000 → 900',
    ],
    [
      'a new cost',
      ({ money }) => void money.costs.push({ channel: 'ads', month: '2026-03', amount: 5 }),
      'New: cost "ads 2026-03" (amount 5)',
      'Добавлено: расход «ads 2026-03» (сумма: 5)',
    ],
    [
      'a duration written differently',
      ({ nurture }) => void (nurture.reviewWithin = 'P90DT0H'),
      'Nurture: review within P90D → P90DT0H',
      'Прогрев, срок пересмотра: P90D → P90DT0H',
    ],
    [
      'the time in which the outcome of an SQL is owed',
      ({ outcomes }) => void (outcomes.dueWithin = 'P14D'),
      'Outcomes of SQLs: due within 30 d → 14 d',
      'Исходы SQL, срок: 30 дн. → 14 дн.',
    ],
  ])('%s is described in both languages', (_, change, en, ru) => {
    expect(descriptions(changed(change))).toEqual([[en], [ru]]);
  });

  it('a change in the order of rules shows both orders', () => {
    const rules = ['a', 'b'].map((id) => ({ id, when: { region: [id] }, pool: {} }));
    const before = changed(({ routing }) => void (routing.rules = rules));
    const after = changed(({ routing }) => void (routing.rules = rules.toReversed()));
    expect(descriptions(after, before)).toEqual([
      ['Routing: rules, order: a, b → b, a'],
      ['Распределение, правила, порядок: a, b → b, a'],
    ]);
  });
});
