import type { Language, Text } from '@baton/domain';
import type { NotificationKind } from './notifications-of.ts';
import { digest, templates } from './templates.ts';
import type { MessageText } from './templates.ts';
import { momentInWords, promiseInWords, whyInWords } from './words.ts';

/** Mail, chat and people read no further. */
const LISTED = 20;

/** Who reads: in which language, where, and what opens a handoff there. */
export interface Reader {
  language: Language;
  zone: string;
  consoleUrl?: string | undefined;
}

/** What is told: ids and moments, never a lead's personal data. */
export interface ToTell {
  kind: NotificationKind;
  facts: Record<string, string>;
  /** The reason of a return as its agreement words it. */
  reason?: Text | null;
  /** Whom it is addressed to, where everybody reads along. */
  to?: string[];
}

/** What a person reads: one message by itself, several as a list. */
export function messageText(told: readonly ToTell[], reader: Reader): MessageText {
  const texts = told.map((each) => ({ ...textOf(each, reader), link: linkOf(each, reader) }));
  const [only] = texts;
  if (only && texts.length === 1) return { subject: only.subject, text: `${only.text}\n${only.link}` };
  const lines = texts.slice(0, LISTED).map(({ subject, link }) => `• ${subject}\n  ${link}`);
  const leftOut = texts.length - lines.length;
  const { subject, more } = digest[reader.language];
  return { subject: subject(texts.length), text: [...lines, ...(leftOut > 0 ? [more(leftOut)] : [])].join('\n') };
}

function textOf({ kind, facts, reason, to = [] }: ToTell, { language, zone }: Reader): MessageText {
  const { subject, text } = templates[language][kind]({
    handoffId: facts['handoffId'] ?? '',
    due: facts['dueAt'] && momentInWords(facts['dueAt'], language, zone),
    promise: promiseInWords(facts['promise'] ?? '', language),
    reason: reason?.[language] ?? facts['reason'] ?? '',
    why: whyInWords(facts['why'] ?? '', language),
    ownerId: facts['ownerId'],
    isKeptLate: facts['kept'] === 'late',
    hasTicket: facts['ticket'] !== undefined,
  });
  return { subject: to.length === 0 ? subject : `${to.join(', ')}: ${subject}`, text };
}

/** The handoff in the console, else its path in the API. */
export function linkOf({ facts }: Pick<ToTell, 'facts'>, { consoleUrl }: Pick<Reader, 'consoleUrl'>): string {
  return `${consoleUrl?.replace(/\/$/, '') ?? ''}/handoffs/${facts['handoffId'] ?? ''}`;
}
