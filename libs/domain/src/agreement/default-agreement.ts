import type { SignalKind } from '../lead/lead.ts';
import type { Agreement, ReturnReason } from './agreement.ts';

const reason = (
  code: string,
  en: string,
  ru: string,
  proof: ReturnReason['proof'],
  visible: ReturnReason['visible'],
  countsAgainst: ReturnReason['countsAgainst'] = 'marketing',
): ReturnReason => ({ code, label: { en, ru }, proof, visible, countsAgainst });

/** Signals in which the lead asked to be contacted: then an unknown profile is worth a question, and not after mere content. */
const directRequest: SignalKind[] = ['request', 'demo', 'inbound-call'];

/**
 * Works untouched; every number is the seeds' own. The profile names what is not sold to instead of what is: a value
 * that nobody thought of when the list was written is no reason to refuse a lead.
 */
export const defaultAgreement: Agreement = {
  title: 'Default agreement',
  criteria: {
    mql: [
      {
        id: 'icp-industry',
        question: { en: 'Is the industry one we sell to?', ru: 'Отрасль подходит?' },
        attribute: 'industry',
        noneOf: ['gambling', 'adult', 'tobacco', 'weapons', 'азартные игры', 'табак', 'оружие'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
      },
      {
        id: 'icp-segment',
        question: { en: 'Is it a company of a size we sell to?', ru: 'Сегмент подходит?' },
        attribute: 'segment',
        noneOf: ['consumer', 'individual', 'b2c', 'физлицо', 'частное лицо'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
      },
      {
        id: 'icp-role',
        question: { en: 'Does the person take part in buying?', ru: 'Роль участвует в покупке?' },
        attribute: 'role',
        noneOf: ['intern', 'trainee', 'стажёр', 'практикант'],
        whenUnknown: 'ask',
        askOnlyAfter: directRequest,
      },
      {
        id: 'interest',
        question: { en: 'Is there an explicit signal of interest?', ru: 'Есть явный сигнал интереса?' },
        attribute: 'signal',
        oneOf: ['request', 'demo', 'webinar', 'content', 'inbound-call'],
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
        // Only an example that is right nearly everywhere; each company names its own countries here.
        id: 'region',
        question: { en: 'Is the region unsuitable?', ru: 'Регион не подходит?' },
        attribute: 'country',
        oneOf: ['KP'],
        whenUnknown: 'pass',
      },
      {
        // An example by design: nobody but the company knows its competitors.
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
    sql: [
      { id: 'need', question: { en: 'Is the need confirmed?', ru: 'Потребность подтверждена?' } },
      {
        id: 'decision-maker',
        question: { en: "Is the decision-maker's role confirmed?", ru: 'Роль ЛПР подтверждена?' },
      },
      { id: 'budget', question: { en: 'Does the budget roughly fit?', ru: 'Бюджет ориентировочно вписывается?' } },
    ],
  },
  promises: {
    transfer: { within: 'PT5M', remindAt: [] },
    acceptance: { within: 'PT15M', remindAt: [0.5, 0.8] },
    'first-contact': { within: 'PT15M', remindAt: [0.5, 0.8] },
    touches: { within: 'PT48H', remindAt: [0.5, 0.8] },
  },
  touches: { minimum: 5, maximum: 7, countOnceWithin: 'PT10M', days: 2 },
  returns: {
    window: 'PT24H',
    reasons: [
      reason(
        'non-target-region',
        'Non-target region',
        'Нецелевой регион',
        ['note', 'call-record', 'message'],
        'receipt',
      ),
      reason('no-budget', 'No budget', 'Нет бюджета', ['call-record', 'message'], 'conversation'),
      reason('wrong-contact', 'Wrong contact', 'Неверный контакт', ['call-record', 'message'], 'receipt'),
      reason('duplicate', 'Duplicate', 'Дубль', ['lead-id'], 'receipt'),
      reason('bot', 'Bot', 'Бот', ['note', 'document', 'message'], 'receipt'),
      reason('student', 'Student', 'Студент', ['call-record', 'message', 'link'], 'receipt'),
      reason('competitor', 'Competitor', 'Конкурент', ['link', 'document'], 'receipt'),
      reason('no-need', 'No need', 'Нет потребности', ['call-record', 'message'], 'conversation'),
      reason('not-a-decision-maker', 'Not a decision-maker', 'Не ЛПР', ['call-record', 'message'], 'conversation'),
      reason('already-a-customer', 'Already a customer', 'Уже клиент', ['link', 'document'], 'receipt'),
      reason('wrong-manager', 'Wrong manager', 'Не тот менеджер', ['note'], 'receipt', 'routing'),
    ],
  },
  nurture: { reviewWithin: 'P90D' },
  money: { averageCheck: 35_000, currency: 'RUB' },
  zone: 'Europe/Moscow',
};
