import type { Language, LocalizedText } from '@baton/domain';
import type { NotificationKind } from '../notification-kinds.ts';
import { digest, templates } from './message-templates.ts';
import type { MessageText } from './message-templates.ts';
import { formatMoment, promiseName, assignmentReason } from './display-names.ts';

/** Mail, chat and people read no further. */
const MOST_LISTED = 20;

/** Who reads: in which language, where, and what opens a handoff there. */
export interface MessageReader {
  language: Language;
  zone: string;
  consoleUrl?: string | undefined;
}

/** What is told: ids and moments, never a lead's personal data. */
export interface NotificationContent {
  kind: NotificationKind;
  facts: Record<string, string>;
  /** The reason of a return as its agreement words it. */
  reason?: LocalizedText | null;
  /** Whom it is addressed to, where everybody reads along. */
  to?: string[];
}

/** What a person reads: one message by itself, several as a list. */
export function messageText(notifications: readonly NotificationContent[], reader: MessageReader): MessageText {
  const texts = notifications.map((each) => ({ ...notificationText(each, reader), link: handoffLink(each, reader) }));
  const [only] = texts;
  if (only && texts.length === 1) return { subject: only.subject, text: `${only.text}\n${only.link}` };
  const lines = texts.slice(0, MOST_LISTED).map(({ subject, link }) => `• ${subject}\n  ${link}`);
  const leftOut = texts.length - lines.length;
  const { subject, more } = digest[reader.language];
  return { subject: subject(texts.length), text: [...lines, ...(leftOut > 0 ? [more(leftOut)] : [])].join('\n') };
}

function notificationText(
  { kind, facts, reason, to = [] }: NotificationContent,
  { language, zone }: MessageReader,
): MessageText {
  const { subject, text } = templates[language][kind]({
    handoffId: facts['handoffId'] ?? '',
    due: facts['dueAt'] && formatMoment(facts['dueAt'], language, zone),
    promise: promiseName(facts['promise'] ?? '', language),
    reason: reason?.[language] ?? facts['reason'] ?? '',
    why: assignmentReason(facts['reason'] ?? '', language),
    ownerId: facts['ownerId'],
    isKeptLate: facts['kept'] === 'late',
    hasTicket: facts['ticket'] !== undefined,
  });
  return { subject: to.length === 0 ? subject : `${to.join(', ')}: ${subject}`, text };
}

/** The handoff in the console, else its path in the API. */
export function handoffLink(
  { facts }: Pick<NotificationContent, 'facts'>,
  { consoleUrl }: Pick<MessageReader, 'consoleUrl'>,
): string {
  return `${consoleUrl?.replace(/\/$/, '') ?? ''}/handoffs/${facts['handoffId'] ?? ''}`;
}
