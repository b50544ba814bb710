import { ticketKinds, ticketRole } from '@baton/domain';
import type { Role, LocalizedText, TicketKind } from '@baton/domain';
import { SOURCE_SILENT } from '../sources/source-ticket.ts';
import { DELIVERY_FAILING } from './delivery-ticket.ts';
import type { TicketCause } from './ticket-rows.ts';

export type AnyTicketKind = TicketKind | typeof DELIVERY_FAILING | typeof SOURCE_SILENT;

/** Alarms that are about no handoff, and the role that has to act. */
const roleOfServiceTicket: Record<Exclude<AnyTicketKind, TicketKind>, Role> = {
  [DELIVERY_FAILING]: 'ops',
  [SOURCE_SILENT]: 'marketer',
};

export const anyTicketKinds: AnyTicketKind[] = [...ticketKinds, DELIVERY_FAILING, SOURCE_SILENT];

/** The role whose alarm it is, where it is no single person's. */
export const ownerRoleOf = (kind: AnyTicketKind): Role | undefined =>
  kind === DELIVERY_FAILING || kind === SOURCE_SILENT ? roleOfServiceTicket[kind] : ticketRole(kind);

interface TicketText {
  /** What has happened. */
  cause: LocalizedText;
  whatToDo: LocalizedText;
}

const ticketText = (cause: { en: string; ru: string }, whatToDo: { en: string; ru: string }): TicketText => ({
  cause,
  whatToDo,
});

/** What has happened, and who let it happen where a person or a source did: the alarm may be somebody else's by now. */
export const ticketCauseText = (kind: AnyTicketKind, { brokenBy, source }: TicketCause): LocalizedText => {
  const { en, ru } = ticketTexts[kind].cause;
  const who = brokenBy ?? source;
  return who === undefined ? { en, ru } : { en: `${en} (${who})`, ru: `${ru} (${who})` };
};

/** What each alarm stands for, and what it asks for. */
export const ticketTexts: Record<AnyTicketKind, TicketText> = {
  'not-transferred': ticketText(
    { en: 'The lead is an MQL and has no owner in time.', ru: 'Лид стал MQL, но вовремя не получил ответственного.' },
    {
      en: 'See why nobody was eligible, and reassign it.',
      ru: 'Посмотрите, почему никто не подошёл, и назначьте вручную.',
    },
  ),
  'not-opened': ticketText(
    { en: 'The owner never opened the handoff.', ru: 'Ответственный так и не открыл передачу.' },
    {
      en: 'Accept the lead now; the team lead asks whether who let it lie is at work.',
      ru: 'Примите лид сейчас; тимлид узнаёт, на работе ли тот, кто его пропустил.',
    },
  ),
  'not-accepted': ticketText(
    {
      en: 'The owner opened the handoff and did not accept it.',
      ru: 'Ответственный открыл передачу, но не принял её.',
    },
    {
      en: 'Accept the lead now; the team lead asks who let it lie why.',
      ru: 'Примите лид сейчас; тимлид спрашивает, почему его не приняли.',
    },
  ),
  'no-first-contact': ticketText(
    { en: 'Nobody has tried to reach the lead in time.', ru: 'С лидом вовремя никто не попытался связаться.' },
    { en: 'Call now.', ru: 'Позвоните сейчас.' },
  ),
  'too-few-touches': ticketText(
    { en: 'The lead was tried too seldom.', ru: 'Касаний слишком мало.' },
    {
      en: 'Make the missing touches, or return it with a reason.',
      ru: 'Сделайте недостающие касания или верните лид с причиной.',
    },
  ),
  'no-reply-to-lead': ticketText(
    { en: 'The lead answered, and nobody has come back to it.', ru: 'Лид ответил, и никто к нему не вернулся.' },
    { en: 'Call now.', ru: 'Позвоните сейчас.' },
  ),
  'next-step-missed': ticketText(
    { en: 'The lead asked for this moment, and it has passed.', ru: 'Лид просил связаться в это время, и оно прошло.' },
    { en: 'Call now, and say sorry.', ru: 'Позвоните сейчас и извинитесь.' },
  ),
  'no-activity': ticketText(
    {
      en: 'The lead was reached and nothing has happened since.',
      ru: 'С лидом связались, и с тех пор ничего не было.',
    },
    { en: 'Touch it, or agree a dated next step.', ru: 'Сделайте касание или договоритесь о шаге с датой.' },
  ),
  'return-not-reviewed': ticketText(
    {
      en: 'Sales gave the lead back and marketing has not answered.',
      ru: 'Продажи вернули лид, а маркетинг не ответил.',
    },
    { en: 'Accept the return, or contest it.', ru: 'Примите возврат или оспорьте его.' },
  ),
  'arbitration-overdue': ticketText(
    { en: 'A contested return waits for its verdict.', ru: 'Спорный возврат ждёт решения арбитра.' },
    { en: 'Decide it, and name whose fault it was.', ru: 'Решите спор и назовите, чья это ошибка.' },
  ),
  'sql-not-contacted': ticketText(
    { en: 'The closer has not contacted this SQL in time.', ru: 'Клоузер вовремя не связался с этим SQL.' },
    { en: 'Call now, or have it reassigned.', ru: 'Позвоните сейчас или попросите переназначить.' },
  ),
  'returned-without-reason': ticketText(
    { en: 'The CRM gave the lead back without a reason.', ru: 'CRM вернула лид без причины.' },
    {
      en: 'The return is held until the owner gives a reason with its proof.',
      ru: 'Возврат отложен, пока ответственный не назовёт причину с подтверждением.',
    },
  ),
  'nobody-eligible': ticketText(
    { en: 'Nobody else in the team can take this lead.', ru: 'В команде больше некому взять этот лид.' },
    { en: 'Reassign it to somebody by hand.', ru: 'Назначьте ответственного вручную.' },
  ),
  'delivery-failing': ticketText(
    {
      en: 'A message could not be delivered however often it was tried.',
      ru: 'Сообщение не удалось доставить, сколько ни пытались.',
    },
    {
      en: 'See the failure, and mend the channel or the address; the next message that arrives closes this.',
      ru: 'Посмотрите ошибку и исправьте канал или адрес; тикет закроет следующее доставленное сообщение.',
    },
  ),
  'source-silent': ticketText(
    {
      en: 'A source has brought no new lead for far longer than it usually takes.',
      ru: 'Источник не приносит новых лидов намного дольше обычного.',
    },
    {
      en: 'Send a lead through its form yourself, and see whether the campaign still runs; its next lead closes this.',
      ru: 'Отправьте заявку через его форму сами и проверьте, идёт ли кампания; тикет закроет следующий лид источника.',
    },
  ),
};
