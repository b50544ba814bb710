import type { SignalKind } from '../lead/lead.ts';
import type { CountingMode, SpecialDay, Weekday } from '../time/working-calendar.ts';
import type {
  Agreement,
  CriterionAttribute,
  Framework,
  PromiseName,
  ProofKind,
  ReturnReason,
  LocalizedText,
  NotifyTarget,
  WhenUnknown,
} from './agreement.ts';

type KeysIn<Value> = Value extends readonly (infer Item)[]
  ? KeysIn<Item>
  : Value extends object
    ? { [Key in keyof Value & string]-?: Key | KeysIn<NonNullable<Value[Key]>> }[keyof Value & string]
    : never;

/** Every key that an agreement can have, at any depth. */
export type AgreementKey = KeysIn<Agreement>;

const text = (en: string, ru: string): LocalizedText => ({ en, ru });

const weekdays = {
  monday: text('Monday', 'понедельник'),
  tuesday: text('Tuesday', 'вторник'),
  wednesday: text('Wednesday', 'среда'),
  thursday: text('Thursday', 'четверг'),
  friday: text('Friday', 'пятница'),
  saturday: text('Saturday', 'суббота'),
  sunday: text('Sunday', 'воскресенье'),
} satisfies Record<Weekday, LocalizedText>;

const promiseNames = {
  transfer: text('transfer', 'передача'),
  acceptance: text('acceptance', 'принятие'),
  'first-contact': text('first contact', 'первый контакт'),
  touches: text('touches', 'касания'),
  'reply-to-lead': text('answer to a lead that waits', 'ответ ждущему лиду'),
  'next-step': text('next step', 'следующий шаг'),
  activity: text('activity', 'активность'),
  'return-review': text('return review', 'рассмотрение возврата'),
  arbitration: text('arbitration', 'арбитраж'),
  'sql-contact': text('SQL contact', 'контакт с SQL'),
} satisfies Record<PromiseName, LocalizedText>;

const attributes = {
  source: text('source', 'источник'),
  channel: text('channel', 'канал'),
  campaign: text('campaign', 'кампания'),
  industry: text('industry', 'отрасль'),
  segment: text('segment', 'сегмент'),
  role: text('role', 'роль'),
  country: text('country', 'страна'),
  region: text('region', 'регион'),
  language: text('language', 'язык'),
  companyDomain: text('company domain', 'домен компании'),
  flags: text('intake flags', 'отметки при приёме'),
  signal: text('signal', 'сигнал'),
} satisfies Record<CriterionAttribute, LocalizedText>;

/** What each key is called. */
export const keyLabels: Record<AgreementKey, LocalizedText> = {
  ...weekdays,
  ...promiseNames,
  ...attributes,
  en: text('in English', 'по-английски'),
  ru: text('in Russian', 'по-русски'),
  title: text('title', 'название'),
  sources: text('sources', 'источники'),
  calendar: text('calendar', 'календарь'),
  zone: text('time zone', 'часовой пояс'),
  hours: text('hours', 'рабочие часы'),
  from: text('from', 'с'),
  to: text('to', 'до'),
  holidayCountry: text('public holidays of', 'праздники страны'),
  specialDays: text('special days', 'особые дни'),
  minimumDays: text('on different days', 'в разные дни'),
  date: text('date', 'дата'),
  name: text('name', 'название'),
  kind: text('kind', 'вид'),
  like: text('hours as on', 'часы как в день'),
  shortenedByMinutes: text('shorter by minutes', 'короче на минут'),
  criteria: text('criteria', 'критерии'),
  mql: text('MQL criteria', 'критерии MQL'),
  redFlags: text('red flags', 'красные флаги'),
  framework: text('framework', 'методика'),
  sql: text('qualifying questions', 'квалифицирующие вопросы'),
  id: text('id', 'код'),
  question: text('question', 'вопрос'),
  attribute: text('looks at', 'смотрит на'),
  oneOf: text('one of', 'одно из'),
  noneOf: text('none of', 'ни одно из'),
  whenUnknown: text('when unknown', 'если неизвестно'),
  askOnlyAfter: text('asked only after', 'спрашивать только после'),
  required: text('required for an SQL', 'обязателен для SQL'),
  promises: text('promises', 'обещания'),
  within: text('within', 'срок'),
  counted: text('counted', 'счёт времени'),
  remindAtShares: text('reminders at', 'напоминания при'),
  ladder: text('ladder', 'лестница'),
  after: text('after', 'спустя'),
  notify: text('told', 'кому сообщить'),
  minimum: text('minimum', 'минимум'),
  maximum: text('maximum', 'максимум'),
  countOnceWithin: text('count once within', 'считаются за одно в пределах'),
  cadence: text('cadence', 'ритм'),
  callingHours: text('calling hours', 'часы для звонков'),
  pauses: text('pauses', 'паузы'),
  returns: text('returns', 'возвраты'),
  window: text('window', 'окно'),
  reasons: text('reasons', 'причины'),
  code: text('code', 'код'),
  label: text('label', 'название'),
  proof: text('proof', 'доказательство'),
  visibleAt: text('visible', 'видно'),
  countsAgainst: text('counts against', 'в счёт кого'),
  onSilence: text('silence', 'молчание'),
  routing: text('routing', 'распределение'),
  rules: text('rules', 'правила'),
  when: text('when', 'если'),
  employees: text('employees', 'сотрудники'),
  atLeast: text('at least', 'не меньше'),
  atMost: text('at most', 'не больше'),
  score: text('score', 'оценка'),
  pool: text('pool', 'пул'),
  team: text('team', 'команда'),
  skills: text('skills', 'навыки'),
  oneOwnerPerCompany: text('one owner per company', 'один владелец на компанию'),
  weight: text('turns weighed by', 'вес очереди'),
  nurture: text('nurture', 'прогрев'),
  reviewWithin: text('review within', 'пересмотр в срок'),
  obligations: text('marketing’s obligations', 'обязательства маркетинга'),
  leadsPerMonth: text('leads a month', 'лидов в месяц'),
  completeShare: text('share of complete leads', 'доля полных лидов'),
  sqlShare: text('share that becomes SQL', 'доля ставших SQL'),
  money: text('money', 'деньги'),
  averageCheck: text('average check', 'средний чек'),
  currency: text('currency', 'валюта'),
  margin: text('margin', 'маржа'),
  costs: text('costs', 'расходы'),
  month: text('month', 'месяц'),
  amount: text('amount', 'сумма'),
  reports: text('reports', 'отчёты'),
  dailyStatusAt: text('daily status at', 'ежедневный статус в'),
  weeklySync: text('weekly sync', 'еженедельная встреча'),
  day: text('day', 'день'),
  at: text('at', 'в'),
};

const counted = {
  always: text('by the wall clock', 'по настенным часам'),
  working: text('in working hours', 'в рабочие часы'),
  workday: text('on working days', 'по рабочим дням'),
} satisfies Record<CountingMode, LocalizedText>;

const notifyTargetLabels = {
  owner: text('owner', 'владелец'),
  'team-lead': text('team lead', 'руководитель группы'),
  head: text('head', 'руководитель отдела'),
  marketer: text('marketer', 'маркетолог'),
  arbiter: text('arbiter', 'арбитр'),
  ops: text('ops', 'эксплуатация'),
} satisfies Record<NotifyTarget, LocalizedText>;

const proofs = {
  'call-record': text('call record', 'запись звонка'),
  message: text('message', 'сообщение'),
  document: text('document', 'документ'),
  link: text('link', 'ссылка'),
  'lead-id': text('id of a lead', 'номер лида'),
  note: text('note', 'заметка'),
} satisfies Record<ProofKind, LocalizedText>;

const signals = {
  request: text('request', 'заявка'),
  demo: text('demo', 'демо'),
  webinar: text('webinar', 'вебинар'),
  content: text('content', 'контент'),
  visit: text('visit', 'визит'),
  'inbound-call': text('inbound call', 'входящий звонок'),
  other: text('other', 'другое'),
} satisfies Record<SignalKind, LocalizedText>;

const whenUnknown = {
  pass: text('passes', 'проходит'),
  fail: text('fails', 'не проходит'),
  ask: text('asked', 'спросить'),
} satisfies Record<WhenUnknown, LocalizedText>;

const visible = {
  receipt: text('at receipt', 'сразу'),
  conversation: text('in conversation', 'в разговоре'),
} satisfies Record<ReturnReason['visibleAt'], LocalizedText>;

const parties = {
  marketing: text('marketing', 'маркетинга'),
  routing: text('routing', 'распределения'),
  sales: text('sales', 'продаж'),
  nobody: text('nobody', 'никого'),
} satisfies Record<ReturnReason['countsAgainst'], LocalizedText>;

const silence = {
  escalate: text('is escalated', 'эскалируется'),
  accept: text('is consent', 'означает согласие'),
} satisfies Record<Agreement['returns']['onSilence'], LocalizedText>;

const weight = {
  'scheduled-hours': text('scheduled hours', 'часы по графику'),
  equal: text('nothing: all equal', 'поровну'),
} satisfies Record<Agreement['routing']['weight'], LocalizedText>;

const frameworks = {
  plain: text('plain', 'простая'),
  bant: text('BANT', 'BANT'),
  meddpicc: text('MEDDPICC', 'MEDDPICC'),
  pace: text('P.A.C.E.', 'P.A.C.E.'),
} satisfies Record<Framework, LocalizedText>;

const dayKinds = {
  off: text('off', 'выходной'),
  working: text('working', 'рабочий'),
  shortened: text('shortened', 'сокращённый'),
} satisfies Record<SpecialDay['kind'], LocalizedText>;

/** Values that are words of the field, by the key that they stand at; all others are said as they are written. */
export const valueLabels: Partial<Record<AgreementKey, Readonly<Record<string, LocalizedText>>>> = {
  counted,
  notify: notifyTargetLabels,
  proof: proofs,
  askOnlyAfter: signals,
  whenUnknown,
  visibleAt: visible,
  countsAgainst: parties,
  onSilence: silence,
  weight,
  framework: frameworks,
  attribute: attributes,
  kind: dayKinds,
  like: weekdays,
  day: weekdays,
};
