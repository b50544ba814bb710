import type { Agreement, Language, LocalizedText } from './agreement.ts';
import { durationText, keyText } from './value-wording.ts';

/** What a change is about. */
export interface ChangeSubject {
  name: string;
  /** How much of the path the name says. */
  depth: number;
  /** Whether it is one of a list, which comes and goes as a whole. */
  isItem: boolean;
  /** Where order matters: its place after the change. */
  position?: string;
}

interface Versions {
  before: Agreement;
  after: Agreement;
}

/** The promise, criterion, question, reason, rule, day or cost that a path leads through; else the section. */
export function changeSubject(path: readonly string[], versions: Versions, language: Language): ChangeSubject {
  const [section, list, name, ...rest] = path;
  if (section === 'promises' && list !== undefined) {
    const promise = `${nouns.promise[language]} «${keyText(list, language)}»`;
    const [after] = rest;
    if (name !== 'ladder' || after === undefined) return { name: promise, depth: 2, isItem: false };
    const step = `${promise}, ${nouns.ladderStep[language]} ${durationText(after, language)}`;
    return { name: step, depth: 4, isItem: true };
  }
  const item = name === undefined ? undefined : listItemSubject(`${section}.${list}`, name, versions, language);
  if (item) return { depth: 3, isItem: true, ...item };
  return { name: keyText(section ?? '', language), depth: 1, isItem: false };
}

function listItemSubject(
  list: string,
  name: string,
  versions: Versions,
  language: Language,
): { name: string; position?: string } | undefined {
  const nameWith = (noun: LocalizedText, label: LocalizedText | undefined): { name: string } => ({
    name: `${noun[language]} «${label?.[language] ?? name}»`,
  });
  const find = <Item>(items: (agreement: Agreement) => Item[], matches: (item: Item) => boolean): Item | undefined =>
    items(versions.after).find(matches) ?? items(versions.before).find(matches);
  const byId = ({ id }: { id: string }): boolean => id === name;
  switch (list) {
    case 'criteria.mql':
      return nameWith(nouns.criterion, find(({ criteria }) => criteria.mql, byId)?.question);
    case 'criteria.redFlags':
      return nameWith(nouns.redFlag, find(({ criteria }) => criteria.redFlags, byId)?.question);
    case 'criteria.sql':
      return nameWith(nouns.question, find(({ criteria }) => criteria.sql, byId)?.question);
    case 'returns.reasons':
      return nameWith(
        nouns.reason,
        find(
          ({ returns }) => returns.reasons,
          ({ code }) => code === name,
        )?.label,
      );
    case 'routing.rules': {
      const { rules } = versions.after.routing;
      const position = `${nouns.position[language]} ${rules.findIndex(byId) + 1}/${rules.length}`;
      return { ...nameWith(nouns.rule, undefined), position };
    }
    case 'calendar.specialDays':
      return { name: `${nouns.day[language]} ${name}` };
    case 'money.costs':
      return nameWith(nouns.cost, undefined);
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
  position: { en: 'place', ru: 'место' },
  day: { en: 'special day', ru: 'особый день' },
  cost: { en: 'cost of', ru: 'расход' },
} satisfies Record<string, LocalizedText>;
