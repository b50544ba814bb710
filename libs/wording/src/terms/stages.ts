import type { Ending, Stage } from '@baton/domain';
import { localized } from '../language.ts';
import type { LocalizedText } from '../language.ts';

export const stageText: Record<Stage, LocalizedText> = {
  transferring: localized('being transferred', 'передаётся в продажи'),
  queued: localized('in the team queue', 'в общей очереди'),
  'awaiting-acceptance': localized('awaiting acceptance', 'ждёт принятия'),
  'awaiting-first-contact': localized('awaiting first contact', 'ждёт первого контакта'),
  working: localized('in progress', 'в работе'),
  returned: localized('return under review', 'возврат на рассмотрении'),
  contested: localized('return in dispute', 'спор о возврате'),
  sql: localized('SQL', 'SQL'),
  ended: localized('ended', 'завершена'),
};

export const endingText: Record<Ending, LocalizedText> = {
  sql: localized('SQL', 'SQL'),
  returned: localized('returned to marketing', 'возврат в маркетинг'),
  unreachable: localized('unreachable', 'связаться не удалось'),
  'opted-out': localized('opted out', 'отказ от общения'),
  postponed: localized('postponed', 'отложен'),
  erased: localized('the person was erased', 'данные человека удалены'),
  imported: localized('imported history', 'загруженная история'),
};
