import type { PromiseName } from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';

export const promiseText: Record<PromiseName, LocalizedText> = {
  transfer: localized('transfer to sales', 'передача в продажи'),
  acceptance: localized('acceptance', 'принятие лида'),
  'first-contact': localized('first contact', 'первый контакт'),
  touches: localized('touches', 'касания'),
  'reply-to-lead': localized('reply to the lead', 'ответ лиду'),
  'next-step': localized('next step', 'следующий шаг'),
  activity: localized('activity', 'работа с лидом'),
  'return-review': localized('return review', 'рассмотрение возврата'),
  arbitration: localized('arbitration', 'решение арбитра'),
  'sql-contact': localized('SQL contact', 'контакт по SQL'),
};
