import type { Agreement, Language, Text } from './agreement.ts';
import { durationInWords, keyInWords } from './value-words.ts';

/** What a change is about. */
export interface Subject {
  name: string;
  /** How much of the path the name says. */
  depth: number;
  /** Whether it is one of a list, which comes and goes as a whole. */
  isItem: boolean;
  /** Where order matters: its place after the change. */
  place?: string;
}

interface Versions {
  before: Agreement;
  after: Agreement;
}

/** The promise, criterion, question, reason, rule, day or cost that a path leads through; else the section. */
export function subjectOf(path: readonly string[], versions: Versions, language: Language): Subject {
  const [section, list, name, ...rest] = path;
  if (section === 'promises' && list !== undefined) {
    const promise = `${nouns.promise[language]} «${keyInWords(list, language)}»`;
    const [after] = rest;
    if (name !== 'ladder' || after === undefined) return { name: promise, depth: 2, isItem: false };
    const step = `${promise}, ${nouns.ladderStep[language]} ${durationInWords(after, language)}`;
    return { name: step, depth: 4, isItem: true };
  }
  const item = name === undefined ? undefined : itemOf(`${section}.${list}`, name, versions, language);
  if (item) return { depth: 3, isItem: true, ...item };
  return { name: keyInWords(section ?? '', language), depth: 1, isItem: false };
}

function itemOf(
  list: string,
  name: string,
  versions: Versions,
  language: Language,
): { name: string; place?: string } | undefined {
  const called = (noun: Text, label: Text | undefined): { name: string } => ({
    name: `${noun[language]} «${label?.[language] ?? name}»`,
  });
  const find = <Item>(items: (agreement: Agreement) => Item[], isIt: (item: Item) => boolean): Item | undefined =>
    items(versions.after).find(isIt) ?? items(versions.before).find(isIt);
  const byId = ({ id }: { id: string }): boolean => id === name;
  switch (list) {
    case 'criteria.mql':
      return called(nouns.criterion, find(({ criteria }) => criteria.mql, byId)?.question);
    case 'criteria.redFlags':
      return called(nouns.redFlag, find(({ criteria }) => criteria.redFlags, byId)?.question);
    case 'criteria.sql':
      return called(nouns.question, find(({ criteria }) => criteria.sql, byId)?.question);
    case 'returns.reasons':
      return called(
        nouns.reason,
        find(
          ({ returns }) => returns.reasons,
          ({ code }) => code === name,
        )?.label,
      );
    case 'routing.rules': {
      const { rules } = versions.after.routing;
      const place = `${nouns.place[language]} ${rules.findIndex(byId) + 1}/${rules.length}`;
      return { ...called(nouns.rule, undefined), place };
    }
    case 'calendar.days':
      return { name: `${nouns.day[language]} ${name}` };
    case 'money.costs':
      return called(nouns.cost, undefined);
    default:
      return undefined;
  }
}

const nouns = {
  promise: { en: 'promise', ru: 'обещание' },
  ladderStep: { en: 'ladder step', ru: 'ступень лестницы' },
  criterion: { en: 'MQL criterion', ru: 'критерий MQL' },
  redFlag: { en: 'red flag', ru: 'красный флаг' },
  question: { en: 'qualifying question', ru: 'квалифицирующий вопрос' },
  reason: { en: 'return reason', ru: 'причина возврата' },
  rule: { en: 'routing rule', ru: 'правило распределения' },
  place: { en: 'place', ru: 'место' },
  day: { en: 'special day', ru: 'особый день' },
  cost: { en: 'cost of', ru: 'расход' },
} satisfies Record<string, Text>;
