import { outcomes } from '@baton/domain';
import type { Language, LocalizedText } from '../language.ts';
import { signalText } from '../terms/contact.ts';
import { assignmentReasonText, rerouteReasonText, dispositionText, faultText } from '../terms/reasons.ts';
import { promiseText } from '../terms/promises.ts';
import { formatMoment } from '../time.ts';
import { ticketCauseText, ticketText } from '../tickets.ts';
import type { NotificationKind } from './notification-kinds.ts';
import { digestText, notificationTemplates } from './notification-templates.ts';
import type { MessageText, TemplateValues } from './notification-templates.ts';

/** Nobody reads a longer list. */
const MAXIMUM_LISTED_NOTIFICATIONS = 20;

export interface MessageReader {
  language: Language;
  zone: string;
  /** Where the links to handoffs lead. */
  consoleUrl?: string | undefined;
}

export interface NotificationContent {
  kind: NotificationKind;
  /** Ids and moments only, never a lead's personal data. */
  facts: Record<string, string>;
  /** The reason of a return in the words of its agreement. */
  reason?: LocalizedText | null;
  /** The people addressed, when the message goes to a group chat. */
  to?: string[];
}

/** Shows a single notification in full, and several as a list. */
export function messageText(notifications: readonly NotificationContent[], reader: MessageReader): MessageText {
  const texts = notifications.map((each) => ({ ...notificationText(each, reader), link: messageLink(each, reader) }));
  const [only] = texts;
  if (only && texts.length === 1) return { subject: only.subject, text: `${only.text}\n${only.link}` };
  const lines = texts.slice(0, MAXIMUM_LISTED_NOTIFICATIONS).map(({ subject, link }) => `• ${subject}\n  ${link}`);
  const omitted = texts.length - lines.length;
  const { subject, more } = digestText[reader.language];
  return { subject: subject(texts.length), text: [...lines, ...(omitted > 0 ? [more(omitted)] : [])].join('\n') };
}

function notificationText(
  { kind, facts, reason, to = [] }: NotificationContent,
  { language, zone }: MessageReader,
): MessageText {
  const { subject, text } = notificationTemplates[language][kind]({
    handoffId: facts['handoffId'] ?? '',
    due: facts['dueAt'] && formatMoment(facts['dueAt'], language, zone),
    promise: textOf(promiseText, facts['promise'], language),
    returnReason: reason?.[language] ?? facts['reason'] ?? '',
    assignmentReason: textOf(assignmentReasonText, facts['reason'], language),
    rerouteReason: textOf(rerouteReasonText, facts['reason'], language),
    signal: textOf(signalText, facts['signal'], language),
    personId: facts['personId'] ?? facts['takenBy'] ?? '',
    from: momentText(facts['from'], language, zone),
    to: momentText(facts['to'], language, zone),
    ownerId: facts['ownerId'],
    isKeptLate: facts['kept'] === 'late',
    hasTicket: facts['ticket'] !== undefined,
    disposition: textOf(dispositionText, facts['disposition'], language),
    isUpheld: facts['verdict'] === 'upheld',
    fault: textOf(faultText, facts['fault'], language),
    outcome: outcomes.find((outcome) => outcome === facts['outcome']) ?? 'lost',
    ticket: ticketTexts(facts, language),
  });
  return { subject: to.length === 0 ? subject : `${to.join(', ')}: ${subject}`, text };
}

const momentText = (moment: string | undefined, language: Language, zone: string): string =>
  moment === undefined ? '' : formatMoment(moment, language, zone);

/** The text of a code, or the code itself if it has none. */
function textOf(texts: Partial<Record<string, LocalizedText>>, code: string | undefined, language: Language): string {
  if (code === undefined) return '';
  return Object.hasOwn(texts, code) ? (texts[code]?.[language] ?? code) : code;
}

const isTicketKind = (kind: string): kind is keyof typeof ticketText => Object.hasOwn(ticketText, kind);

function ticketTexts(facts: Record<string, string>, language: Language): TemplateValues['ticket'] {
  const kind = facts['ticketKind'];
  if (kind === undefined || !isTicketKind(kind)) return undefined;
  return { cause: ticketCauseText(kind, facts)[language], whatToDo: ticketText[kind].whatToDo[language] };
}

/** The page in the console for the handoff, the person, the tickets of this kind, or the reports; without a console its path in the API. */
export function messageLink(
  { facts }: Pick<NotificationContent, 'facts'>,
  { consoleUrl }: Pick<MessageReader, 'consoleUrl'>,
): string {
  return `${consoleUrl?.replace(/\/$/, '') ?? ''}${pathOf(facts)}`;
}

function pathOf({ handoffId, ticketKind, personId }: Record<string, string>): string {
  if (handoffId !== undefined) return `/handoffs/${handoffId}`;
  if (personId !== undefined) return `/people/${personId}`;
  return ticketKind === undefined ? '/reports' : `/tickets?kind=${ticketKind}`;
}
