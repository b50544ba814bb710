import type { Language } from '@baton/domain';
import type { NotificationKind } from '../notification-kinds.ts';

/** What a template may speak of, in the reader's words already. */
export interface TemplateValues {
  handoffId: string;
  /** When something is due, in the reader's zone. */
  due?: string | undefined;
  promise: string;
  reason: string;
  why: string;
  ownerId?: string | undefined;
  /** Of a broken promise: whether it is kept by now, and whether its ticket is open. */
  isKeptLate: boolean;
  hasTicket: boolean;
}

export interface MessageText {
  subject: string;
  text: string;
}

type Templates = Record<NotificationKind, (filled: TemplateValues) => MessageText>;

const by = (due?: string): string => (due === undefined ? '' : ` by ${due}`);
const until = (due?: string): string => (due === undefined ? '' : ` до ${due}`);

const english: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `A new lead is yours: accept it${by(due)}`,
    text: `Handoff ${handoffId} waits for you. Accept or decline it${by(due)}, and make the first touch.`,
  }),
  'lead-replied': ({ handoffId, due }) => ({
    subject: `The lead answered: come back to it${by(due)}`,
    text: `In handoff ${handoffId} the lead itself wrote or called. Answer it${by(due)}.`,
  }),
  'new-signal': ({ handoffId, due }) => ({
    subject: `The lead came again: contact it${by(due)}`,
    text: `The lead of handoff ${handoffId} showed interest once more. Contact it${by(due)}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Reminder: ${promise} is due${by(due)}`,
    text: `In handoff ${handoffId} the promise "${promise}" runs out${by(due)}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId, isKeptLate, hasTicket }) => {
    const wasDue = `In handoff ${handoffId} the promise "${promise}"${ownerId ? ` of ${ownerId}` : ''} was due${by(due)}`;
    return isKeptLate
      ? { subject: `Promise kept late: ${promise}`, text: `${wasDue} and was kept late.` }
      : {
          subject: `Promise broken: ${promise}`,
          text: `${wasDue} and is not kept.${hasTicket ? ' A ticket is open.' : ''}`,
        };
  },
  'nobody-eligible': ({ handoffId, why }) => ({
    subject: 'A lead has nobody to go to',
    text: `Handoff ${handoffId} needs an owner (${why}), and nobody else in the team is eligible. Reassign it by hand.`,
  }),
  returned: ({ handoffId, reason }) => ({
    subject: `A lead was given back: ${reason}`,
    text: `Sales gave handoff ${handoffId} back (${reason}). Accept the return, or contest it.`,
  }),
  'return-held': ({ handoffId }) => ({
    subject: 'A return is held: give its reason',
    text: `The CRM gave handoff ${handoffId} back without a reason. It is held: give a reason with its proof, or go on with the lead.`,
  }),
  'return-contested': ({ handoffId }) => ({
    subject: 'A contested return waits for your verdict',
    text: `Marketing contests the return of handoff ${handoffId}. Decide it, and name whose fault it was.`,
  }),
};

const russian: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `Новый лид ваш: примите его${until(due)}`,
    text: `Передача ${handoffId} ждёт вас. Примите её или откажитесь${until(due)} и сделайте первое касание.`,
  }),
  'lead-replied': ({ handoffId, due }) => ({
    subject: `Лид ответил: вернитесь к нему${until(due)}`,
    text: `В передаче ${handoffId} лид сам написал или позвонил. Ответьте ему${until(due)}.`,
  }),
  'new-signal': ({ handoffId, due }) => ({
    subject: `Лид пришёл снова: свяжитесь с ним${until(due)}`,
    text: `Лид передачи ${handoffId} снова проявил интерес. Свяжитесь с ним${until(due)}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Напоминание: ${promise}${until(due)}`,
    text: `В передаче ${handoffId} истекает срок обещания «${promise}»${until(due) && `: успейте${until(due)}`}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId, isKeptLate, hasTicket }) => {
    const whatWasPromised = `В передаче ${handoffId} обещание «${promise}»${ownerId ? ` (${ownerId})` : ''}`;
    const wasDue = due ? `, срок был${until(due)}` : '';
    return isKeptLate
      ? {
          subject: `Обещание выполнено с опозданием: ${promise}`,
          text: `${whatWasPromised} выполнено с опозданием${wasDue}.`,
        }
      : {
          subject: `Обещание нарушено: ${promise}`,
          text: `${whatWasPromised} не выполнено${wasDue}.${hasTicket ? ' Открыт тикет.' : ''}`,
        };
  },
  'nobody-eligible': ({ handoffId, why }) => ({
    subject: 'Лид некому передать',
    text: `Передаче ${handoffId} нужен ответственный (${why}), а в команде больше некому. Назначьте вручную.`,
  }),
  returned: ({ handoffId, reason }) => ({
    subject: `Лид вернули: ${reason}`,
    text: `Продажи вернули передачу ${handoffId} (${reason}). Примите возврат или оспорьте его.`,
  }),
  'return-held': ({ handoffId }) => ({
    subject: 'Возврат отложен: назовите причину',
    text: `CRM вернула передачу ${handoffId} без причины. Возврат отложен: назовите причину с подтверждением или продолжайте работу с лидом.`,
  }),
  'return-contested': ({ handoffId }) => ({
    subject: 'Спорный возврат ждёт вашего решения',
    text: `Маркетинг оспаривает возврат передачи ${handoffId}. Решите спор и назовите, чья это ошибка.`,
  }),
};

export const templates: Record<Language, Templates> = { en: english, ru: russian };

/** How a message that tells of many is headed, and how what it leaves out is named. */
export const digest: Record<Language, { subject: (count: number) => string; more: (count: number) => string }> = {
  en: {
    subject: (count) => `${count} messages about your leads`,
    more: (count) => `… and ${count} more: see the list of your handoffs.`,
  },
  ru: {
    subject: (count) => `Сообщений о ваших лидах: ${count}`,
    more: (count) => `… и ещё ${count}: смотрите список своих передач.`,
  },
};
