import type { Language } from '@baton/domain';
import type { NotificationKind } from './notifications-of.ts';

/** What a template may speak of, in the reader's words already. */
export interface Filled {
  handoffId: string;
  /** When something is due, in the reader's zone. */
  due?: string | undefined;
  promise: string;
  reason: string;
  why: string;
  ownerId?: string | undefined;
}

export interface MessageText {
  subject: string;
  text: string;
}

type Templates = Record<NotificationKind, (filled: Filled) => MessageText>;

const by = (due?: string): string => (due === undefined ? '' : ` by ${due}`);
const until = (due?: string): string => (due === undefined ? '' : ` до ${due}`);

const english: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `A new lead is yours: accept it${by(due)}`,
    text: `Handoff ${handoffId} waits for you. Accept or decline it${by(due)}, and make the first touch.`,
  }),
  'lead-answered': ({ handoffId, due }) => ({
    subject: `The lead answered: come back to it${by(due)}`,
    text: `In handoff ${handoffId} the lead itself wrote or called. Answer it${by(due)}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Reminder: ${promise} is due${by(due)}`,
    text: `In handoff ${handoffId} the promise "${promise}" runs out${by(due)}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId }) => ({
    subject: `Promise broken: ${promise}`,
    text: `In handoff ${handoffId} the promise "${promise}"${ownerId ? ` of ${ownerId}` : ''} was due${by(due)} and is not kept. A ticket is open.`,
  }),
  'nobody-eligible': ({ handoffId, why }) => ({
    subject: 'A lead has nobody to go to',
    text: `Handoff ${handoffId} needs an owner (${why}), and nobody else in the team is eligible. Reassign it by hand.`,
  }),
  returned: ({ handoffId, reason }) => ({
    subject: `A lead was given back: ${reason}`,
    text: `Sales gave handoff ${handoffId} back (${reason}). Accept the return, or contest it.`,
  }),
  contested: ({ handoffId }) => ({
    subject: 'A contested return waits for your verdict',
    text: `Marketing contests the return of handoff ${handoffId}. Decide it, and name whose fault it was.`,
  }),
};

const russian: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `Новый лид ваш: примите его${until(due)}`,
    text: `Передача ${handoffId} ждёт вас. Примите её или откажитесь${until(due)} и сделайте первое касание.`,
  }),
  'lead-answered': ({ handoffId, due }) => ({
    subject: `Лид ответил: вернитесь к нему${until(due)}`,
    text: `В передаче ${handoffId} лид сам написал или позвонил. Ответьте ему${until(due)}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Напоминание: ${promise}${until(due)}`,
    text: `В передаче ${handoffId} истекает срок обещания «${promise}»${until(due) && `: успейте${until(due)}`}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId }) => ({
    subject: `Обещание нарушено: ${promise}`,
    text: `В передаче ${handoffId} обещание «${promise}»${ownerId ? ` (${ownerId})` : ''} не выполнено${due ? `, срок был${until(due)}` : ''}. Открыт тикет.`,
  }),
  'nobody-eligible': ({ handoffId, why }) => ({
    subject: 'Лид некому передать',
    text: `Передаче ${handoffId} нужен ответственный (${why}), а в команде больше некому. Назначьте вручную.`,
  }),
  returned: ({ handoffId, reason }) => ({
    subject: `Лид вернули: ${reason}`,
    text: `Продажи вернули передачу ${handoffId} (${reason}). Примите возврат или оспорьте его.`,
  }),
  contested: ({ handoffId }) => ({
    subject: 'Спорный возврат ждёт вашего решения',
    text: `Маркетинг оспаривает возврат передачи ${handoffId}. Решите спор и назовите, чья это ошибка.`,
  }),
};

export const TEMPLATES: Record<Language, Templates> = { en: english, ru: russian };

/** How a message that tells of many is headed, and how what it leaves out is named. */
export const DIGEST: Record<Language, { subject: (count: number) => string; more: (count: number) => string }> = {
  en: {
    subject: (count) => `${count} messages about your leads`,
    more: (count) => `… and ${count} more: see the list of your handoffs.`,
  },
  ru: {
    subject: (count) => `Сообщений о ваших лидах: ${count}`,
    more: (count) => `… и ещё ${count}: смотрите список своих передач.`,
  },
};
