import type { Language, PromiseName, LocalizedText, AssignmentReason } from '@baton/domain';

const promiseNames: Record<PromiseName, LocalizedText> = {
  transfer: { en: 'transfer to an owner', ru: 'передача ответственному' },
  acceptance: { en: 'acceptance', ru: 'принятие лида' },
  'first-contact': { en: 'first contact', ru: 'первый контакт' },
  touches: { en: 'touches', ru: 'касания' },
  'reply-to-lead': { en: 'answer to the lead', ru: 'ответ лиду' },
  'next-step': { en: 'the agreed next step', ru: 'назначенный следующий шаг' },
  activity: { en: 'activity', ru: 'работа с лидом' },
  'return-review': { en: 'review of the return', ru: 'разбор возврата' },
  arbitration: { en: "the arbiter's verdict", ru: 'решение арбитра' },
  'sql-contact': { en: "the closer's contact", ru: 'контакт клоузера' },
};

const isPromise = (name: string): name is PromiseName => name in promiseNames;

/** A promise as a person reads it; the name itself where it is not known (an older record). */
export const promiseName = (name: string, language: Language): string =>
  isPromise(name) ? promiseNames[name][language] : name;

const assignmentReasons: Record<AssignmentReason, LocalizedText> = {
  transfer: { en: 'a new lead', ru: 'новый лид' },
  declined: { en: 'it was declined', ru: 'от него отказались' },
  'not-accepted': { en: 'it was not accepted in time', ru: 'его не приняли вовремя' },
  'not-contacted': { en: 'there was no first contact in time', ru: 'первого контакта не было вовремя' },
  reassigned: { en: 'it was reassigned', ru: 'его переназначили' },
  'inbound-call': { en: "the lead's own call was answered", ru: 'лид позвонил сам' },
  overturned: { en: 'its return was overturned', ru: 'возврат отклонён арбитром' },
  sql: { en: 'it became an SQL', ru: 'он стал SQL' },
};

const isWhy = (name: string): name is AssignmentReason => name in assignmentReasons;

/** Why a lead needed an owner. */
export const assignmentReason = (name: string, language: Language): string =>
  isWhy(name) ? assignmentReasons[name][language] : name;

const locales: Record<Language, string> = { en: 'en-GB', ru: 'ru-RU' };

/** A moment in a zone, which is named, such as "23 November, 09:15 (Europe/Moscow)". */
export function formatMoment(moment: string, language: Language, zone: string): string {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options }).format(new Date(moment));
  const day = format({ day: 'numeric', month: 'long' });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day}, ${time} (${zone})`;
}
