import type { Outcome } from '@baton/domain';
import type { Language } from '../language.ts';
import { counted } from '../plural.ts';
import type { PluralForms } from '../plural.ts';
import type { NotificationKind } from './notification-kinds.ts';

/** What a template may mention, already in the reader's language. */
export interface TemplateValues {
  handoffId: string;
  /** In the reader's zone. Absent if nothing is due, or if it is already overdue. */
  due?: string | undefined;
  promise: string;
  returnReason: string;
  assignmentReason: string;
  rerouteReason: string;
  signal: string;
  /** The person that the notification is about. */
  personId: string;
  /** In the reader's zone. */
  from: string;
  to: string;
  ownerId?: string | undefined;
  /** Where a returned lead goes. */
  disposition: string;
  isUpheld: boolean;
  fault: string;
  outcome: Outcome;
  /** What happened, and what the owner of the ticket must do. */
  ticket?: { cause: string; whatToDo: string } | undefined;
  /** Whether a broken promise has been kept since. */
  isKeptLate: boolean;
  hasTicket: boolean;
}

export interface MessageText {
  subject: string;
  text: string;
}

type Templates = Record<NotificationKind, (values: TemplateValues) => MessageText>;

const by = (due?: string): string => (due === undefined ? '' : ` by ${due}`);
const until = (due?: string): string => (due === undefined ? '' : ` до ${due}`);

const english: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `New lead: accept it${by(due)}`,
    text: `Handoff ${handoffId} is assigned to you. Accept or decline it${by(due)}, then make the first touch.`,
  }),
  'lead-came-back': ({ handoffId, due }) => ({
    subject: `A lead that you postponed is back: accept it${by(due)}`,
    text: `The date that the lead of handoff ${handoffId} asked you for has come. Accept or decline it${by(due)}, then contact them again.`,
  }),
  'lead-replied': ({ handoffId, due }) => ({
    subject: `The lead replied: get back to them${by(due)}`,
    text: `The lead of handoff ${handoffId} wrote or called. Get back to them${by(due)}.`,
  }),
  'new-signal': ({ handoffId, due }) => ({
    subject: `The lead showed interest again: contact them${by(due)}`,
    text: `The lead of handoff ${handoffId} showed interest again. Contact them${by(due)}.`,
  }),
  'indirect-signal': ({ handoffId, signal }) => ({
    subject: `A sign of interest from your lead: ${signal}`,
    text: `The lead of handoff ${handoffId} showed interest (${signal}). No clock has started; use it in your next contact.`,
  }),
  'call-taken': ({ handoffId, personId }) => ({
    subject: `${personId} took a call from your lead`,
    text: `The lead of handoff ${handoffId} called, and ${personId} spoke with them. The lead stays with you.`,
  }),
  'absence-entered': ({ personId, from, to }) => ({
    subject: `${personId} entered an absence`,
    text: `${personId} will be absent from ${from} to ${to}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Reminder: ${promise} is due${by(due) || ' now'}`,
    text: `In handoff ${handoffId}, "${promise}" is due${by(due) || ' now'}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId, isKeptLate, hasTicket }) => {
    const wasDue = `In handoff ${handoffId}, "${promise}"${ownerId ? `, owed by ${ownerId},` : ''} was due${by(due)}`;
    return isKeptLate
      ? { subject: `Promise kept late: ${promise}`, text: `${wasDue} and was kept late.` }
      : {
          subject: `Promise broken: ${promise}`,
          text: `${wasDue} and has not been kept.${hasTicket ? ' A ticket is open.' : ''}`,
        };
  },
  'nobody-eligible': ({ handoffId, assignmentReason }) => ({
    subject: 'No one is eligible for a lead',
    text: `Handoff ${handoffId} needs an owner (${assignmentReason}), and no one else in the team is eligible. Assign an owner by hand.`,
  }),
  'lead-rerouted': ({ handoffId, rerouteReason }) => ({
    subject: 'A lead was passed to your team',
    text: `The lead of handoff ${handoffId} was passed to your team: ${rerouteReason}.`,
  }),
  returned: ({ handoffId, returnReason }) => ({
    subject: `Lead returned: ${returnReason}`,
    text: `Sales returned the lead of handoff ${handoffId} (${returnReason}). Accept the return or contest it.`,
  }),
  'return-held': ({ handoffId }) => ({
    subject: 'Return on hold: give its reason',
    text: `The CRM returned the lead of handoff ${handoffId} without a reason. The return is on hold until you give a reason with its proof, or continue with the lead.`,
  }),
  'return-contested': ({ handoffId }) => ({
    subject: 'Return in dispute: your verdict is needed',
    text: `Marketing contests the return in handoff ${handoffId}. Decide the dispute and name the fault: lead, routing, sales or nobody.`,
  }),
  'return-accepted': ({ handoffId, returnReason, disposition }) => ({
    subject: `Return accepted: ${returnReason}`,
    text: `The return of the lead of handoff ${handoffId} (${returnReason}) was accepted. The lead is ${disposition}.`,
  }),
  'return-decided': ({ handoffId, returnReason, isUpheld, fault }) => ({
    subject: `${isUpheld ? 'Return upheld' : 'Return overturned'}: ${returnReason}`,
    text: `The arbiter ${isUpheld ? 'upheld' : 'overturned'} the return in handoff ${handoffId} (${returnReason}). ${isUpheld ? 'Marketing keeps the lead.' : 'The lead goes back to sales.'} Fault: ${fault}.`,
  }),
  'outcome-recorded': ({ handoffId, outcome }) =>
    outcome === 'refunded'
      ? {
          subject: 'Payment refunded',
          text: `The payment for the SQL of handoff ${handoffId} was refunded, in full or in part. The amount is in the record.`,
        }
      : {
          subject: outcome === 'won' ? 'Deal won' : 'Deal lost',
          text: `The SQL of handoff ${handoffId} was ${outcome}. Its amount or reason is in the record.`,
        },
  'ticket-opened': ({ ticket }) => ({
    subject: `Ticket: ${ticket?.cause ?? ''}`,
    text: `${ticket?.cause ?? ''} ${ticket?.whatToDo ?? ''}`,
  }),
  'ticket-escalated': ({ ticket }) => ({
    subject: `Escalated ticket: ${ticket?.cause ?? ''}`,
    text: `A ticket has not been resolved in time. ${ticket?.cause ?? ''} ${ticket?.whatToDo ?? ''}`,
  }),
  'pack-ready': () => ({
    subject: 'A report pack is ready',
    text: 'A report pack is ready. Open it in the reports.',
  }),
};

const russian: Templates = {
  'new-lead': ({ handoffId, due }) => ({
    subject: `Новый лид: примите его${until(due)}`,
    text: `Вам назначена передача ${handoffId}. Примите её или откажитесь от неё${until(due)}, затем сделайте первое касание.`,
  }),
  'lead-came-back': ({ handoffId, due }) => ({
    subject: `Отложенный вами лид вернулся: примите его${until(due)}`,
    text: `Наступила дата, на которую вы отложили лид. Вам назначена передача ${handoffId}. Примите её или откажитесь от неё${until(due)}, затем снова свяжитесь с лидом.`,
  }),
  'lead-replied': ({ handoffId, due }) => ({
    subject: `Лид ответил: свяжитесь с ним${until(due)}`,
    text: `Лид передачи ${handoffId} написал или позвонил. Ответьте ему${until(due)}.`,
  }),
  'new-signal': ({ handoffId, due }) => ({
    subject: `Лид снова проявил интерес: свяжитесь с ним${until(due)}`,
    text: `Лид передачи ${handoffId} снова проявил интерес. Свяжитесь с ним${until(due)}.`,
  }),
  'indirect-signal': ({ handoffId, signal }) => ({
    subject: `Лид проявил интерес: ${signal}`,
    text: `Лид передачи ${handoffId} проявил интерес (${signal}). Новых сроков нет: учтите это при следующем касании.`,
  }),
  'call-taken': ({ handoffId, personId }) => ({
    subject: `Звонок от вашего лида принят: ${personId}`,
    text: `Лид передачи ${handoffId} позвонил, и разговор состоялся (${personId}). Ответственный за лид не меняется.`,
  }),
  'absence-entered': ({ personId, from, to }) => ({
    subject: `Запланировано отсутствие: ${personId}`,
    text: `Отсутствие: ${personId}. Начало: ${from}. Окончание: ${to}.`,
  }),
  reminder: ({ handoffId, due, promise }) => ({
    subject: `Напоминание: ${promise}${until(due) || ': срок уже наступил'}`,
    text: `Передача ${handoffId}. Срок обязательства «${promise}»${due ? `: ${due}` : ' уже наступил'}.`,
  }),
  'promise-broken': ({ handoffId, due, promise, ownerId, isKeptLate, hasTicket }) => {
    const details = `${due ? ` Срок: ${due}.` : ''}${ownerId ? ` Ответственный: ${ownerId}.` : ''}`;
    return isKeptLate
      ? {
          subject: `Выполнено с опозданием: ${promise}`,
          text: `Передача ${handoffId}: обязательство «${promise}» выполнено с опозданием.${details}`,
        }
      : {
          subject: `Нарушение срока: ${promise}`,
          text: `Передача ${handoffId}: обязательство «${promise}» не выполнено в срок.${details}${hasTicket ? ' Открыт тикет.' : ''}`,
        };
  },
  'nobody-eligible': ({ handoffId, assignmentReason }) => ({
    subject: 'Лид некому назначить',
    text: `Для передачи ${handoffId} нужен ответственный (${assignmentReason}), но в команде больше никто не подходит. Назначьте ответственного вручную.`,
  }),
  'lead-rerouted': ({ handoffId, rerouteReason }) => ({
    subject: 'Вашей команде передан лид',
    text: `Лид передан вашей команде (передача ${handoffId}). Причина: ${rerouteReason}.`,
  }),
  returned: ({ handoffId, returnReason }) => ({
    subject: `Возврат лида: ${returnReason}`,
    text: `Отдел продаж вернул лид (передача ${handoffId}). Причина возврата: ${returnReason}. Примите возврат или оспорьте его.`,
  }),
  'return-held': ({ handoffId }) => ({
    subject: 'Возврат приостановлен: укажите причину',
    text: `CRM вернула лид без указания причины (передача ${handoffId}). Возврат приостановлен: укажите причину и приложите доказательство или продолжайте работу с лидом.`,
  }),
  'return-contested': ({ handoffId }) => ({
    subject: 'Спор о возврате: нужно ваше решение',
    text: `Маркетинг оспаривает возврат (передача ${handoffId}). Вынесите решение и укажите, чья это ошибка: лида, распределения, продаж или ничья.`,
  }),
  'return-accepted': ({ handoffId, returnReason, disposition }) => ({
    subject: `Возврат принят: ${returnReason}`,
    text: `Возврат лида принят (передача ${handoffId}). Причина возврата: ${returnReason}. Решение по лиду: ${disposition}.`,
  }),
  'return-decided': ({ handoffId, returnReason, isUpheld, fault }) => ({
    subject: `${isUpheld ? 'Возврат подтверждён' : 'Возврат отклонён'}: ${returnReason}`,
    text: `Решение арбитра по передаче ${handoffId}: возврат ${isUpheld ? 'подтверждён, лид остаётся в маркетинге' : 'отклонён, лид снова в продажах'}. Причина возврата: ${returnReason}. Чья ошибка: ${fault}.`,
  }),
  'outcome-recorded': ({ handoffId, outcome }) => {
    if (outcome === 'refunded')
      return {
        subject: 'Деньги по сделке возвращены',
        text: `По SQL передачи ${handoffId} оплата возвращена полностью или частично. Сумма указана в записи передачи.`,
      };
    const deal = outcome === 'won' ? 'сделка выиграна' : 'сделка проиграна';
    return {
      subject: outcome === 'won' ? 'Сделка выиграна' : 'Сделка проиграна',
      text: `По SQL передачи ${handoffId} ${deal}. Сумма или причина указана в записи передачи.`,
    };
  },
  'ticket-opened': ({ ticket }) => ({
    subject: `Тикет: ${ticket?.cause ?? ''}`,
    text: `${ticket?.cause ?? ''} ${ticket?.whatToDo ?? ''}`,
  }),
  'ticket-escalated': ({ ticket }) => ({
    subject: `Тикет эскалирован: ${ticket?.cause ?? ''}`,
    text: `Тикет не закрыт вовремя. ${ticket?.cause ?? ''} ${ticket?.whatToDo ?? ''}`,
  }),
  'pack-ready': () => ({
    subject: 'Подборка отчётов готова',
    text: 'Подборка отчётов готова. Откройте её в разделе отчётов.',
  }),
};

export const notificationTemplates: Record<Language, Templates> = { en: english, ru: russian };

const notifications: PluralForms = {
  en: { one: 'notification', other: 'notifications' },
  ru: { one: 'уведомление', few: 'уведомления', many: 'уведомлений' },
};

/** The subject of a message with many notifications, and the line for those it leaves out. */
export const digestText: Record<Language, { subject: (count: number) => string; more: (count: number) => string }> = {
  en: {
    subject: (count) => `${counted(count, notifications, 'en')} about your leads`,
    more: (count) => `… and ${counted(count, notifications, 'en')} more: see the list of your handoffs.`,
  },
  ru: {
    subject: (count) => `${counted(count, notifications, 'ru')} о ваших лидах`,
    more: (count) => `… и ещё ${counted(count, notifications, 'ru')}: откройте список своих передач.`,
  },
};
