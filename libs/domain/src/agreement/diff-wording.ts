import type { Agreement, Language } from './agreement.ts';
import { agreementDiff, isNamedList } from './diff.ts';
import type { AgreementChange } from './diff.ts';
import { itemDetails, keyText, valueText } from './value-wording.ts';
import { changeSubject } from './change-subject.ts';
import type { ChangeSubject } from './change-subject.ts';

export interface DescribedChange extends AgreementChange {
  description: string;
}

/** Every difference between two agreements, each with a sentence for people. */
export function describeDiff(before: Agreement, after: Agreement, language: Language): DescribedChange[] {
  return agreementDiff(before, after).map((change) => {
    const subject = changeSubject(change.path, { before, after }, language);
    return { ...change, description: capitalised(sentence(change, subject, language)) };
  });
}

function sentence({ path, kind, before, after }: AgreementChange, subject: ChangeSubject, language: Language): string {
  const phrase = phrases[language];
  const attribute = path.slice(subject.depth).map((key) => keyLabel(key, path, language));
  const head = [subject.name, attribute.join(', ')].filter((part) => part !== '').join(': ');
  const value = (of: unknown): string => valueText(of, path, language);
  const isItem = subject.isItem && attribute.length === 0;
  switch (kind) {
    case 'added':
      return isItem
        ? phrase.newItem(subject.name, [subject.position, itemDetails(after, language)].filter(Boolean).join('; '))
        : phrase.set(head, value(after));
    case 'removed':
      return isItem ? phrase.removedItem(subject.name) : phrase.unset(head, value(before));
    case 'changed': {
      if (isNamedList(path) && areNames(before) && areNames(after)) return phrase.order(head, before, after);
      const parts = listChange(before, after, path);
      if (parts) return phrase.list(head, parts.added.map(value), parts.gone.map(value));
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
  const removed = before.filter((item) => !after.includes(item));
  return added.length + removed.length > 0 ? { added, gone: removed } : undefined;
}

const areNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function keyLabel(key: string, [section]: readonly string[], language: Language): string {
  if (section === 'touches' && key === 'minimumDays') return { en: 'on different days', ru: 'в разные дни' }[language];
  return keyText(key, language);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const list = (items: readonly string[]): string => items.join(', ');
const joinClauses = (added: string, gone: string): string => [added, gone].filter((part) => part !== '').join('; ');

const phrases = {
  en: {
    newItem: (name: string, what: string) => `new: ${name}${what && ` (${what})`}`,
    removedItem: (name: string) => `removed: ${name}`,
    set: (head: string, value: string) => `${head} set to ${value}`,
    unset: (head: string, value: string) => `${head} no longer set, was ${value}`,
    order: (head: string, before: string[], after: string[]) => `${head}, order: ${list(before)} → ${list(after)}`,
    list: (head: string, added: string[], gone: string[]) =>
      `${head}: ${joinClauses(added.length > 0 ? `added ${list(added)}` : '', gone.length > 0 ? `removed ${list(gone)}` : '')}`,
  },
  ru: {
    newItem: (name: string, what: string) => `добавлено: ${name}${what && ` (${what})`}`,
    removedItem: (name: string) => `убрано: ${name}`,
    set: (head: string, value: string) => `${head}: задано ${value}`,
    unset: (head: string, value: string) => `${head}: больше не задано, было ${value}`,
    order: (head: string, before: string[], after: string[]) => `${head}, порядок: ${list(before)} → ${list(after)}`,
    list: (head: string, added: string[], gone: string[]) =>
      `${head}: ${joinClauses(added.length > 0 ? `добавлено ${list(added)}` : '', gone.length > 0 ? `убрано ${list(gone)}` : '')}`,
  },
};
