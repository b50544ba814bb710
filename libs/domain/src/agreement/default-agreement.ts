import { directSignalKinds } from '../lead/lead.ts';
import type { SignalKind } from '../lead/lead.ts';
import type { CountingMode } from '../time/working-calendar.ts';
import type { Agreement, LadderStep, PromiseTerms, ReturnReason } from './agreement.ts';
import { questionSets } from './question-sets.ts';

const reason = (
  code: string,
  en: string,
  ru: string,
  proof: ReturnReason['proof'],
  visibleAt: ReturnReason['visibleAt'],
  countsAgainst: ReturnReason['countsAgainst'] = 'marketing',
): ReturnReason => ({ code, label: { en, ru }, proof, visibleAt, countsAgainst });

/** The owner and the team lead at the breach, the head an hour later. */
const salesLadder: LadderStep[] = [
  { after: 'PT0S', notify: ['owner', 'team-lead'] },
  { after: 'PT1H', notify: ['head'] },
];
const marketingLadder: LadderStep[] = [
  { after: 'PT0S', notify: ['marketer'] },
  { after: 'PT1H', notify: ['head'] },
];

const promise = (
  within: string,
  counted: CountingMode,
  ladder = salesLadder,
  remindAtShares = [0.5, 0.8],
): PromiseTerms => ({ within, counted, remindAtShares, ladder });

const office = [{ from: '09:00', to: '18:00' }];

/** Only after a direct signal is an unknown profile worth asking about. */
const directRequest: SignalKind[] = [...directSignalKinds];

/**
 * Usable without changes. The profile lists what sales does not sell to instead of what it does, so that a value nobody
 * thought of does not reject a lead.
 */
export const defaultAgreement: Agreement = {
  title: 'Default agreement',
  calendar: {
    zone: 'Europe/Moscow',
    hours: { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
    holidayCountry: 'RU',
    specialDays: [],
  },
  criteria: {
    mql: [
      {
        id: 'icp-industry',
        question: { en: 'Is the industry one we sell to?', ru: 'Отрасль подходит?' },
        attribute: 'industry',
        noneOf: ['gambling', 'adult', 'tobacco', 'weapons', 'азартные игры', 'табак', 'оружие'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
        returnReason: 'wrong-industry',
      },
      {
        id: 'icp-segment',
        question: { en: 'Is it a company of a size we sell to?', ru: 'Сегмент подходит?' },
        attribute: 'segment',
        noneOf: ['consumer', 'individual', 'b2c', 'физлицо', 'частное лицо'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
        returnReason: 'wrong-size',
      },
      {
        id: 'icp-role',
        question: { en: 'Does the person take part in buying?', ru: 'Участвует ли контакт в решении о покупке?' },
        attribute: 'role',
        noneOf: ['intern', 'trainee', 'стажёр', 'практикант'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
        returnReason: 'not-a-decision-maker',
      },
      {
        id: 'interest',
        question: { en: 'Is there an explicit signal of interest?', ru: 'Есть явный сигнал интереса?' },
        attribute: 'signal',
        oneOf: [...directSignalKinds, 'webinar', 'content'],
        whenUnknown: 'fail',
      },
    ],
    redFlags: [
      {
        id: 'bot',
        question: { en: 'Is it a bot?', ru: 'Это бот?' },
        attribute: 'flags',
        oneOf: ['bot', 'disposable-email'],
        whenUnknown: 'pass',
      },
      {
        id: 'irrelevant',
        question: { en: 'Is the person looking for something else?', ru: 'Нецелевое обращение?' },
        attribute: 'role',
        oneOf: ['job-seeker', 'vendor', 'supplier', 'соискатель', 'поставщик'],
        whenUnknown: 'pass',
      },
      {
        // An example that suits most companies. Each company lists its own countries here.
        id: 'region',
        question: { en: 'Is the region unsuitable?', ru: 'Регион не подходит?' },
        attribute: 'country',
        oneOf: ['KP'],
        whenUnknown: 'pass',
      },
      {
        // An example. Each company lists its own competitors here.
        id: 'competitor',
        question: { en: 'Is it a competitor?', ru: 'Это конкурент?' },
        attribute: 'companyDomain',
        oneOf: ['competitor.example'],
        whenUnknown: 'pass',
      },
      {
        id: 'student',
        question: { en: 'Is it a student?', ru: 'Это студент?' },
        attribute: 'role',
        oneOf: ['student', 'студент'],
        whenUnknown: 'pass',
      },
      {
        id: 'student-email',
        question: { en: "Is it a student's address?", ru: 'Это студенческая почта?' },
        attribute: 'flags',
        oneOf: ['student-email'],
        whenUnknown: 'pass',
      },
    ],
    framework: 'plain',
    sql: [...questionSets.plain],
  },
  promises: {
    transfer: promise('PT5M', 'always', marketingLadder, []),
    acceptance: promise('PT15M', 'working'),
    'first-contact': { ...promise('PT15M', 'working'), reassign: 'when-idle', idleAfter: 'PT15M' },
    touches: promise('PT48H', 'workday'),
    'reply-to-lead': promise('PT5M', 'working', salesLadder, []),
    'next-step': promise('PT15M', 'working'),
    activity: promise('PT24H', 'workday'),
    'return-review': promise('PT24H', 'workday', marketingLadder),
    arbitration: promise('PT48H', 'workday', [
      { after: 'PT0S', notify: ['arbiter'] },
      { after: 'PT1H', notify: ['head'] },
    ]),
    'sql-contact': promise('PT24H', 'workday'),
  },
  promiseRules: [],
  touches: {
    minimum: 5,
    maximum: 7,
    countOnceWithin: 'PT10M',
    minimumDays: 2,
    minimumChannels: 2,
    cadence: ['PT0S', 'PT2H', 'PT7H', 'PT24H', 'PT28H', 'PT33H', 'PT47H'],
    callingHours: { from: '09:00', to: '20:00' },
  },
  pauses: { maximum: 'P14D' },
  postponement: { shortest: 'P15D', longest: 'P366D' },
  returns: {
    window: { within: 'PT24H', afterConversation: 'PT24H', counted: 'workday' },
    reasons: [
      reason(
        'non-target-region',
        'Non-target region',
        'Нецелевой регион',
        ['note', 'call-record', 'message'],
        'receipt',
      ),
      reason('wrong-industry', 'Wrong industry', 'Неподходящая отрасль', ['call-record', 'message'], 'conversation'),
      reason('wrong-size', 'Wrong size', 'Неподходящий размер компании', ['call-record', 'message'], 'conversation'),
      reason('no-budget', 'No budget', 'Нет бюджета', ['call-record', 'message'], 'conversation'),
      reason('wrong-contact', 'Wrong contact', 'Неверный контакт', ['call-record', 'message'], 'receipt'),
      reason('duplicate', 'Duplicate', 'Дубль', ['lead-id'], 'receipt'),
      reason('bot', 'Bot', 'Бот', ['note', 'document', 'message'], 'receipt'),
      reason('student', 'Student', 'Студент', ['call-record', 'message', 'link'], 'receipt'),
      reason('competitor', 'Competitor', 'Конкурент', ['link', 'document'], 'receipt'),
      reason('no-need', 'No need', 'Нет потребности', ['call-record', 'message'], 'conversation'),
      reason('bought-elsewhere', 'Bought elsewhere', 'Куплено у другого', ['call-record', 'message'], 'conversation'),
      reason('not-a-decision-maker', 'Not a decision-maker', 'Не ЛПР', ['call-record', 'message'], 'conversation'),
      reason('already-a-customer', 'Already a customer', 'Уже клиент', ['link', 'document'], 'receipt'),
      reason('misrouted', 'Misrouted', 'Лид попал не по адресу', ['note', 'link'], 'receipt', 'routing'),
      reason('irrelevant', 'Irrelevant request', 'Нецелевое обращение', ['call-record', 'message'], 'conversation'),
    ],
    onSilence: 'escalate',
  },
  routing: {
    rules: [{ id: 'everybody', pool: {} }],
    oneOwnerPerCompany: true,
    sqlOwnerFor: 'P180D',
    weight: 'scheduled-hours',
    slots: 1,
    pointsPerDayInQueue: 10,
    atWorkWithin: 'PT24H',
  },
  score: {
    signals: {
      request: 40,
      demo: 40,
      'inbound-call': 40,
      message: 40,
      webinar: 25,
      content: 20,
      visit: 5,
      other: 5,
    },
    furtherSignal: 5,
    furtherSignalsAtMost: 15,
    freshFor: 'P30D',
    profile: 30,
    reachableBy: { phone: 10, email: 5 },
  },
  quarantine: { reviewWithin: 'PT24H' },
  // A source of one lead a day exceeds three usual waits by chance about once in a thousand leads.
  silentSources: { history: 'P180D', minimumDays: 10, usualShare: 0.9, usualWaits: 3, atLeast: 'PT4H' },
  lost: {
    uncontacted: 'PT24H',
    'touches-missed': 'PT24H',
    'no-activity': 'PT48H',
    'overturned-uncontacted': 'PT24H',
    unowned: 'PT24H',
  },
  nurture: { reviewWithin: 'P90D' },
  outcomes: { dueWithin: 'P30D' },
  obligations: { leadsPerMonth: 200, completeShare: 0.9, sqlShare: 0.2 },
  money: { averageCheck: 35_000, currency: 'RUB', margin: 0.6, costs: [] },
  reports: {
    firstContactLimits: ['PT5M', 'PT15M', 'PT30M', 'PT1H'],
    dailyStatusAt: '09:00',
    weeklySync: { day: 'monday', at: '10:00' },
  },
};
