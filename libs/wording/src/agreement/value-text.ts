import { localized } from '../language.ts';
import type { Language } from '../language.ts';
import { formatNumber } from '../plural.ts';
import { formatDuration } from '../time.ts';
import { agreementKeyText } from './key-text.ts';
import type { AgreementKey } from './key-text.ts';
import { valueLabels } from './value-labels.ts';

const durationKeys: ReadonlySet<string> = new Set<AgreementKey>([
  'within',
  'after',
  'idleAfter',
  'freshFor',
  'history',
  'atLeast',
  'shortest',
  'longest',
  'atWorkWithin',
  'uncontacted',
  'touches-missed',
  'no-activity',
  'overturned-uncontacted',
  'unowned',
  'firstContactLimits',
  'countOnceWithin',
  'cadence',
  'reviewWithin',
  'dueWithin',
]);
const shareKeys: ReadonlySet<string> = new Set<AgreementKey>([
  'remindAtShares',
  'completeShare',
  'sqlShare',
  'margin',
  'usualShare',
]);

/** Keys that name an item of a list. */
const nameKeys: ReadonlySet<string> = new Set<AgreementKey>([
  'id',
  'code',
  'question',
  'label',
  'after',
  'date',
  'channel',
  'month',
]);

const yes = localized('yes', 'да');
const no = localized('no', 'нет');
const nothing = localized('nothing', 'ничего');

/** A value of the agreement for people. Its path decides whether it is a duration, a share or a code with a label. */
export function valueText(value: unknown, path: readonly string[], language: Language): string {
  const key = path.at(-1) ?? '';
  switch (typeof value) {
    case 'boolean':
      return (value ? yes : no)[language];
    case 'number':
      return formatNumber(value, language, shareKeys.has(key) ? { style: 'percent', maximumFractionDigits: 2 } : {});
    case 'string':
      return stringText(value, path, language);
    case 'object':
      if (!Array.isArray(value)) return isObject(value) ? objectText(value, language) : nothing[language];
      return value.map((item) => valueText(item, path, language)).join(', ') || nothing[language];
    default:
      return String(value);
  }
}

function stringText(value: string, path: readonly string[], language: Language): string {
  if (isDuration(path)) return formatDuration(value, language);
  const key = path.at(-1) as AgreementKey;
  const labels = Object.hasOwn(valueLabels, key) ? valueLabels[key] : undefined;
  return labels && Object.hasOwn(labels, value) ? (labels[value]?.[language] ?? value) : value;
}

/** `window` is a duration in a return reason and an object in `returns`; `maximum` is a duration in `pauses` only. */
function isDuration(path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  return durationKeys.has(key) || (key === 'window' && path.length > 2) || path.join('.') === 'pauses.maximum';
}

/** The contents of an item, without the keys that name it. */
export function itemDetails(item: unknown, language: Language): string {
  const isName = (key: string): boolean => nameKeys.has(key);
  return isObject(item) ? keyValuePairs(item, language, isName) : valueText(item, [], language);
}

function objectText(value: Record<string, unknown>, language: Language): string {
  const { from, to } = value;
  if (typeof from === 'string' && typeof to === 'string') return `${from}–${to}`;
  return keyValuePairs(value, language, () => false);
}

const keyValuePairs = (
  value: Record<string, unknown>,
  language: Language,
  isOmitted: (key: string) => boolean,
): string =>
  Object.entries(value)
    .filter(([key]) => !isOmitted(key))
    .map(([key, part]) => {
      const colon = language === 'ru' && !isGroup(part) ? ':' : '';
      return `${keyText(key, language)}${colon} ${valueText(part, ['', '', key], language)}`;
    })
    .join('; ');

export const keyText = (key: string, language: Language): string =>
  Object.hasOwn(agreementKeyText, key) ? agreementKeyText[key as AgreementKey][language] : key;

/** An object that is shown as further keys and values. */
const isGroup = (value: unknown): boolean => isObject(value) && !Array.isArray(value);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
