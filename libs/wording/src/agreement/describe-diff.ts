import { agreementDiff, isNamedList } from '@baton/domain';
import type { Agreement, AgreementChange } from '@baton/domain';
import type { Language } from '../language.ts';
import { changeSubject } from './change-subject.ts';
import type { ChangeSubject } from './change-subject.ts';
import { itemDetails, keyText, valueText } from './value-text.ts';

export interface DescribedChange extends AgreementChange {
  description: string;
}

/** Every difference between two agreements, each with a sentence for people. */
export function describeDiff(before: Agreement, after: Agreement, language: Language): DescribedChange[] {
  return agreementDiff(before, after).map((change) => {
    const subject = changeSubject(change.path, { before, after }, language);
    return { ...change, description: capitalised(describeChange(change, subject, language)) };
  });
}

function describeChange(change: AgreementChange, subject: ChangeSubject, language: Language): string {
  const { path, kind, before, after } = change;
  const phrase = phrases[language];
  const attribute = path.slice(subject.depth).map((key) => keyText(key, language));
  const head = [subject.name, attribute.join(', ')].filter((part) => part !== '').join(phrase.separator);
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
      if (isNamedList(path) && areStrings(before) && areStrings(after)) return phrase.order(head, before, after);
      const change = listChange(before, after, path);
      if (change) return phrase.list(head, change.added.map(value), change.removed.map(value));
      const [old, current] = [value(before), value(after)];
      const arrow = old === current ? `${String(before)} → ${String(after)}` : `${old} → ${current}`;
      return attribute.length > 0 ? phrase.changed(head, arrow) : `${head}: ${arrow}`;
    }
  }
}

/** Lists of times, which say something only as a whole. */
const wholeLists: ReadonlySet<string> = new Set(['cadence', 'firstContactLimits']);

/** What was added to a list of strings and removed from it; undefined where only the whole list makes sense. */
function listChange(
  before: unknown,
  after: unknown,
  path: readonly string[],
): { added: string[]; removed: string[] } | undefined {
  if (wholeLists.has(path.at(-1) ?? '') || !areStrings(before) || !areStrings(after)) return undefined;
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  return added.length + removed.length > 0 ? { added, removed } : undefined;
}

const areStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const list = (items: readonly string[]): string => items.join(', ');
const joinClauses = (...clauses: string[]): string => clauses.filter((clause) => clause !== '').join('; ');

interface Phrases {
  /** Between the name of a section or item and its key. */
  separator: string;
  changed(head: string, arrow: string): string;
  newItem(name: string, details: string): string;
  removedItem(name: string): string;
  set(head: string, value: string): string;
  unset(head: string, value: string): string;
  order(head: string, before: string[], after: string[]): string;
  list(head: string, added: string[], removed: string[]): string;
}

const phrases: Record<Language, Phrases> = {
  en: {
    separator: ': ',
    changed: (head, arrow) => `${head} ${arrow}`,
    newItem: (name, details) => `new: ${name}${details && ` (${details})`}`,
    removedItem: (name) => `removed: ${name}`,
    set: (head, value) => `${head} set to ${value}`,
    unset: (head, value) => `${head} no longer set (was ${value})`,
    order: (head, before, after) => `${head}, order: ${list(before)} → ${list(after)}`,
    list: (head, added, removed) =>
      `${head}: ${joinClauses(added.length > 0 ? `added ${list(added)}` : '', removed.length > 0 ? `removed ${list(removed)}` : '')}`,
  },
  ru: {
    separator: ', ',
    changed: (head, arrow) => `${head}: ${arrow}`,
    newItem: (name, details) => `добавлено: ${name}${details && ` (${details})`}`,
    removedItem: (name) => `убрано: ${name}`,
    set: (head, value) => `${head}: задано значение ${value}`,
    unset: (head, value) => `${head}: значение больше не задано (было ${value})`,
    order: (head, before, after) => `${head}, порядок: ${list(before)} → ${list(after)}`,
    list: (head, added, removed) =>
      `${head}: ${joinClauses(added.length > 0 ? `добавлено — ${list(added)}` : '', removed.length > 0 ? `убрано — ${list(removed)}` : '')}`,
  },
};
