import type { ServiceTicketKind, TicketKind } from '@baton/domain';
import { localized } from './language.ts';
import type { LocalizedText } from './language.ts';

interface TicketText {
  /** What happened. */
  cause: LocalizedText;
  whatToDo: LocalizedText;
}

const callNow = localized('Call the lead now.', 'Позвоните лиду сейчас.');
const reviewReturn = localized('Accept the return or contest it.', 'Примите возврат или оспорьте его.');
const assignByHand = localized('Assign an owner by hand.', 'Назначьте ответственного вручную.');

export const ticketText: Record<TicketKind | ServiceTicketKind, TicketText> = {
  'not-transferred': {
    cause: localized(
      'The lead became an MQL but was not transferred to sales in time.',
      'Лид стал MQL, но не передан в продажи в срок.',
    ),
    whatToDo: localized(
      'Find out why no one was eligible, and assign an owner.',
      'Выясните, почему никто не подошёл, и назначьте ответственного.',
    ),
  },
  'not-opened': {
    cause: localized('The owner has not opened the handoff.', 'Передача не открыта ответственным.'),
    whatToDo: localized(
      'Accept the lead now. Team lead: check whether the owner who missed it is at work.',
      'Примите лид сейчас. Тимлиду: проверьте, на работе ли прежний ответственный.',
    ),
  },
  'not-accepted': {
    cause: localized('The owner opened the handoff but did not accept it.', 'Передача открыта, но не принята.'),
    whatToDo: localized(
      'Accept the lead now. Team lead: ask why it was not accepted.',
      'Примите лид сейчас. Тимлиду: выясните, почему лид не принят.',
    ),
  },
  'no-first-contact': {
    cause: localized('No one tried to reach the lead in time.', 'Первый контакт с лидом не состоялся в срок.'),
    whatToDo: callNow,
  },
  'too-few-touches': {
    cause: localized('The lead has had too few touches.', 'Сделано слишком мало касаний.'),
    whatToDo: localized(
      'Make the missing touches, or return the lead with a reason.',
      'Сделайте недостающие касания или верните лид, указав причину.',
    ),
  },
  'no-reply-to-lead': {
    cause: localized(
      'The lead wrote or called, and no one has replied.',
      'Лид написал или позвонил и не получил ответа.',
    ),
    whatToDo: callNow,
  },
  'next-step-missed': {
    cause: localized('The agreed next step was missed.', 'Согласованный следующий шаг не сделан вовремя.'),
    whatToDo: localized('Call the lead now and apologize.', 'Позвоните лиду сейчас и извинитесь.'),
  },
  'no-activity': {
    cause: localized(
      'Nothing has happened to the lead since the last touch or the agreed next step.',
      'С последнего касания или согласованного шага по лиду ничего не происходит.',
    ),
    whatToDo: localized(
      'Make a touch, or agree on a dated next step.',
      'Сделайте касание или договоритесь о следующем шаге с датой.',
    ),
  },
  'return-not-reviewed': {
    cause: localized(
      'Sales returned the lead, but marketing did not review the return in time.',
      'Отдел продаж вернул лид, но возврат не рассмотрен в срок.',
    ),
    whatToDo: reviewReturn,
  },
  'arbitration-overdue': {
    cause: localized('The dispute over a return was not decided in time.', 'Спор о возврате не решён в срок.'),
    whatToDo: localized(
      'Decide the dispute and name the fault: lead, routing, sales or nobody.',
      'Вынесите решение по спору и укажите, чья это ошибка: лида, распределения, продаж или ничья.',
    ),
  },
  'sql-not-contacted': {
    cause: localized(
      'The closer has not contacted this SQL in time.',
      'Контакт клоузера с этим SQL не состоялся в срок.',
    ),
    whatToDo: localized(
      'Call the lead now, or ask for another owner.',
      'Позвоните лиду сейчас или попросите назначить другого ответственного.',
    ),
  },
  'returned-without-reason': {
    cause: localized('The CRM returned the lead without a reason.', 'CRM вернула лид без указания причины.'),
    whatToDo: localized(
      'Give a reason with its proof, or continue with the lead. Until then the return is on hold.',
      'Укажите причину и приложите доказательство или продолжайте работу с лидом. До этого возврат приостановлен.',
    ),
  },
  'nobody-eligible': {
    cause: localized(
      'No one in the team can take this lead within one working day.',
      'В команде некому взять этот лид в ближайший рабочий день.',
    ),
    whatToDo: assignByHand,
  },
  'late-in-queue': {
    cause: localized(
      'Leads have waited in the team queue for longer than the agreement allows.',
      'Лиды ждут в общей очереди дольше, чем допускает соглашение.',
    ),
    whatToDo: localized(
      'Find someone who can contact these leads now, or assign owners by hand.',
      'Найдите, кто может связаться с этими лидами сейчас, или назначьте ответственных вручную.',
    ),
  },
  'delivery-failing': {
    cause: localized(
      'A notification could not be delivered: every attempt failed.',
      'Уведомление не доставлено: ни одна попытка не удалась.',
    ),
    whatToDo: localized(
      'Read the error and fix the channel or the address. The next notification that is delivered closes this ticket.',
      'Посмотрите ошибку и исправьте канал или адрес. Тикет закроется, когда будет доставлено следующее уведомление.',
    ),
  },
  'source-silent': {
    cause: localized(
      'A source has sent no new leads for much longer than usual.',
      'Из источника нет новых лидов намного дольше обычного.',
    ),
    whatToDo: localized(
      'Send a lead through its form yourself and check whether the campaign is still running. The next lead from this source closes this ticket.',
      'Отправьте заявку через форму источника и проверьте, идёт ли кампания. Тикет закроется, когда из источника придёт следующий лид.',
    ),
  },
  'quarantine-overdue': {
    cause: localized(
      'Messages that could not become leads have not been reviewed in time.',
      'Сообщения, которые не удалось превратить в лиды, не разобраны в срок.',
    ),
    whatToDo: localized(
      'Open the quarantine: correct and replay the messages that are leads, and dismiss the others. This ticket closes when none of this source is overdue.',
      'Откройте карантин: исправьте и отправьте заново то, что является лидами, остальное отклоните. Тикет закроется, когда по этому источнику не останется просроченных сообщений.',
    ),
  },
  'nurture-review-overdue': {
    cause: localized('Nurtured leads have not been reviewed in time.', 'Лиды в прогреве не пересмотрены в срок.'),
    whatToDo: localized(
      'Open the list of nurtured leads and keep or reject those that are overdue. This ticket closes when none of this source is overdue.',
      'Откройте список лидов в прогреве и оставьте или отклоните просроченные. Тикет закроется, когда по этому источнику их не останется.',
    ),
  },
  'result-owed': {
    cause: localized(
      'This SQL has had neither an outcome nor a dated next step for longer than agreed.',
      'У этого SQL дольше срока нет ни исхода, ни следующего шага с датой.',
    ),
    whatToDo: localized(
      'Report whether the deal was won or lost, or agree on a dated next step with the lead. Either closes this ticket.',
      'Сообщите, выиграна сделка или проиграна, либо договоритесь с лидом о следующем шаге с датой. И то и другое закроет тикет.',
    ),
  },
  'refund-refused': {
    cause: localized(
      'A refund was reported before its deal, and the deal does not allow it, for example because it is above the payment.',
      'Возврат денег пришёл раньше сделки, и сделка его не допускает: например, он больше оплаты.',
    ),
    whatToDo: localized(
      'Compare the refund with the payment. If the deal is wrong, report it as won again with the right amount. This ticket closes when the refund is recorded.',
      'Сверьте возврат денег с оплатой. Если неверна сделка, сообщите о ней ещё раз с верной суммой. Тикет закроется, когда возврат денег будет записан.',
    ),
  },
  'workflow-stuck': {
    cause: localized(
      'A workflow is stuck: its task keeps failing, so its clocks do not run.',
      'Процесс остановился: его задача завершается ошибкой, и сроки не отсчитываются.',
    ),
    whatToDo: localized(
      'Open the workflow in the Temporal UI: its history ends with the error. Then follow “A workflow is stuck” in docs/operations.md. This ticket closes when the workflow continues.',
      'Откройте процесс в Temporal UI: история заканчивается ошибкой. Далее действуйте по разделу «A workflow is stuck» в docs/operations.md. Тикет закроется, когда процесс продолжится.',
    ),
  },
};

/** What happened, with the person, source, channel or workflow that caused it: the ticket may belong to someone else by now. */
export function ticketCauseText(
  kind: TicketKind | ServiceTicketKind,
  cause: Partial<Record<'brokenBy' | 'source' | 'workflowId' | 'channel' | 'failure', string | number>>,
): LocalizedText {
  const { brokenBy, source, workflowId, channel, failure } = cause;
  const { en, ru } = ticketText[kind].cause;
  if (brokenBy !== undefined)
    return localized(`${en} Owner at the time: ${brokenBy}.`, `${ru} Ответственный на тот момент: ${brokenBy}.`);
  if (source !== undefined) return localized(`${en} Source: ${source}.`, `${ru} Источник: ${source}.`);
  if (workflowId !== undefined) return localized(`${en} Workflow: ${workflowId}.`, `${ru} Процесс: ${workflowId}.`);
  if (channel !== undefined) {
    const [inEnglish, inRussian] = failure === undefined ? ['', ''] : [` Error: ${failure}.`, ` Ошибка: ${failure}.`];
    return localized(`${en} Channel: ${channel}.${inEnglish}`, `${ru} Канал: ${channel}.${inRussian}`);
  }
  return { en, ru };
}
