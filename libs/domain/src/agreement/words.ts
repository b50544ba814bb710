import type { Agreement, Language } from './agreement.ts';
import { agreementDiff, isNamedList } from './diff.ts';
import type { AgreementChange } from './diff.ts';
import { details, keyInWords, valueInWords } from './value-words.ts';
import { subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';

export interface WordedChange extends AgreementChange {
  words: string;
}

/** Every difference between two agreements, each with a sentence for people. */
export function diffInWords(before: Agreement, after: Agreement, language: Language): WordedChange[] {
  return agreementDiff(before, after).map((change) => {
    const subject = subjectOf(change.path, { before, after }, language);
    return { ...change, words: capitalised(sentence(change, subject, language)) };
  });
}

function sentence({ path, kind, before, after }: AgreementChange, subject: Subject, language: Language): string {
  const say = phrases[language];
  const attribute = path.slice(subject.depth).map((key) => nameOf(key, path, language));
  const head = [subject.name, attribute.join(', ')].filter((part) => part !== '').join(': ');
  const value = (of: unknown): string => valueInWords(of, path, language);
  const isItem = subject.isItem && attribute.length === 0;
  switch (kind) {
    case 'added':
      return isItem
        ? say.newItem(subject.name, [subject.place, details(after, language)].filter(Boolean).join('; '))
        : say.set(head, value(after));
    case 'removed':
      return isItem ? say.goneItem(subject.name) : say.unset(head, value(before));
    case 'changed': {
      if (isNamedList(path) && areNames(before) && areNames(after)) return say.order(head, before, after);
      const parts = listChange(before, after, path);
      if (parts) return say.list(head, parts.added.map(value), parts.gone.map(value));
      const [was, is] = [value(before), value(after)];
      const arrow = was === is ? `${String(before)} → ${String(after)}` : `${was} → ${is}`;
      return attribute.length > 0 ? `${head} ${arrow}` : `${head}: ${arrow}`;
    }
  }
}

/** What came to a list of plain words, and what went; nothing where only the whole can be told. */
function listChange(before: unknown, after: unknown, path: string[]): { added: string[]; gone: string[] } | undefined {
  // A rhythm is read as a whole.
  if (path.at(-1) === 'cadence' || !areNames(before) || !areNames(after)) return undefined;
  const added = after.filter((item) => !before.includes(item));
  const gone = before.filter((item) => !after.includes(item));
  return added.length + gone.length > 0 ? { added, gone } : undefined;
}

const areNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function nameOf(key: string, [section]: readonly string[], language: Language): string {
  if (section === 'touches' && key === 'days') return { en: 'on different days', ru: 'в разные дни' }[language];
  return keyInWords(key, language);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const list = (items: readonly string[]): string => items.join(', ');
const told = (added: string, gone: string): string => [added, gone].filter((part) => part !== '').join('; ');

const phrases = {
  en: {
    newItem: (name: string, what: string) => `new: ${name}${what && ` (${what})`}`,
    goneItem: (name: string) => `removed: ${name}`,
    set: (head: string, value: string) => `${head} set to ${value}`,
    unset: (head: string, value: string) => `${head} no longer set, was ${value}`,
    order: (head: string, before: string[], after: string[]) => `${head}, order: ${list(before)} → ${list(after)}`,
    list: (head: string, added: string[], gone: string[]) =>
      `${head}: ${told(added.length > 0 ? `added ${list(added)}` : '', gone.length > 0 ? `removed ${list(gone)}` : '')}`,
  },
  ru: {
    newItem: (name: string, what: string) => `добавлено: ${name}${what && ` (${what})`}`,
    goneItem: (name: string) => `убрано: ${name}`,
    set: (head: string, value: string) => `${head}: задано ${value}`,
    unset: (head: string, value: string) => `${head}: больше не задано, было ${value}`,
    order: (head: string, before: string[], after: string[]) => `${head}, порядок: ${list(before)} → ${list(after)}`,
    list: (head: string, added: string[], gone: string[]) =>
      `${head}: ${told(added.length > 0 ? `добавлено ${list(added)}` : '', gone.length > 0 ? `убрано ${list(gone)}` : '')}`,
  },
};
