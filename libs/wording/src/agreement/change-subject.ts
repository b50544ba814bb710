import type { Agreement, Duration } from '@baton/domain';
import { localized } from '../language.ts';
import type { Language, LocalizedText } from '../language.ts';
import { formatDuration } from '../time.ts';
import { keyText } from './value-text.ts';

export interface ChangeSubject {
  name: string;
  /** How many keys of the path the name covers. */
  depth: number;
  /** Whether it is an item of a list, which is added and removed as a whole. */
  isItem: boolean;
  /** Its position after the change, where the order matters. */
  position?: string;
}

interface Versions {
  before: Agreement;
  after: Agreement;
}

const nouns = {
  promise: localized('promise', 'обязательство'),
  criterion: localized('MQL criterion', 'критерий MQL'),
  redFlag: localized('red flag', 'красный флаг'),
  question: localized('qualifying question', 'вопрос квалификации'),
  reason: localized('return reason', 'причина возврата'),
  rule: localized('routing rule', 'правило распределения'),
  promiseRule: localized('promise rule', 'правило обязательств'),
  position: localized('position', 'место'),
  day: localized('special day', 'особый день'),
  cost: localized('cost', 'расход'),
};

export const quoted = (text: string, language: Language): string => (language === 'ru' ? `«${text}»` : `"${text}"`);

/** The promise, criterion, question, reason, rule, day or cost that the path leads to, or the section. */
export function changeSubject(path: readonly string[], versions: Versions, language: Language): ChangeSubject {
  const [section, list, name, ...rest] = path;
  if (section === 'promiseRules' && list !== undefined) {
    const rules = versions.after.promiseRules;
    return {
      name: `${nouns.promiseRule[language]} ${quoted(list, language)}`,
      depth: 2,
      isItem: true,
      position: `${nouns.position[language]} ${rules.findIndex(({ id }) => id === list) + 1}/${rules.length}`,
    };
  }
  if (section === 'promises' && list !== undefined) {
    const promise = `${nouns.promise[language]} ${quoted(keyText(list, language), language)}`;
    const [after] = rest;
    if (name !== 'ladder' || after === undefined) return { name: promise, depth: 2, isItem: false };
    return { name: `${promise}, ${ladderStepText(after, language)}`, depth: 4, isItem: true };
  }
  const item = name === undefined ? undefined : listItemSubject(`${section}.${list}`, name, versions, language);
  if (item) return { depth: 3, isItem: true, ...item };
  return { name: keyText(section ?? '', language), depth: 1, isItem: false };
}

function ladderStepText(after: Duration, language: Language): string {
  const delay = formatDuration(after, language);
  if (delay === formatDuration('PT0S', language)) return localized('immediate escalation', 'эскалация сразу')[language];
  return localized(`escalation after ${delay}`, `эскалация через ${delay}`)[language];
}

function listItemSubject(
  list: string,
  name: string,
  versions: Versions,
  language: Language,
): Pick<ChangeSubject, 'name' | 'position'> | undefined {
  const nameWith = (noun: LocalizedText, label: LocalizedText | undefined): { name: string } => ({
    name: `${noun[language]} ${quoted(label?.[language] ?? name, language)}`,
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
