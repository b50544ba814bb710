import type { Duration } from '../time/duration.ts';
import type { Language } from './agreement.ts';
import { keyLabels, valueLabels } from './vocabulary.ts';
import type { AgreementKey } from './vocabulary.ts';

const durationKeys: ReadonlySet<string> = new Set<AgreementKey>([
  'within',
  'after',
  'countOnceWithin',
  'cadence',
  'maximum',
  'reviewWithin',
]);
const shareKeys: ReadonlySet<string> = new Set<AgreementKey>(['remindAtShares', 'completeShare', 'sqlShare', 'margin']);

/** What items are called by. */
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

/** A value of the agreement as people say it; what it means follows from the key that it stands at. */
export function valueText(value: unknown, path: readonly string[], language: Language): string {
  const key = path.at(-1) ?? '';
  switch (typeof value) {
    case 'boolean':
      return value ? basicWords.yes[language] : basicWords.no[language];
    case 'number':
      return new Intl.NumberFormat(
        language,
        shareKeys.has(key) ? { style: 'percent', maximumFractionDigits: 2 } : {},
      ).format(value);
    case 'string':
      return stringText(value, path, language);
    case 'object':
      if (!Array.isArray(value)) return isObject(value) ? objectText(value, language) : basicWords.nothing[language];
      return value.map((item) => valueText(item, path, language)).join(', ') || basicWords.nothing[language];
    default:
      return String(value);
  }
}

function stringText(value: string, path: readonly string[], language: Language): string {
  const key = path.at(-1) as AgreementKey;
  const isDuration = durationKeys.has(key) || (key === 'window' && path.length > 2);
  if (isDuration) return durationText(value, language);
  const names = Object.hasOwn(valueLabels, key) ? valueLabels[key] : undefined;
  return names && Object.hasOwn(names, value) ? (names[value]?.[language] ?? value) : value;
}

/** What an item holds, beside what it is called by. */
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
  isLeftOut: (key: string) => boolean,
): string =>
  Object.entries(value)
    .filter(([key]) => !isLeftOut(key))
    .map(([key, part]) => `${keyText(key, language)} ${valueText(part, ['', '', key], language)}`)
    .join('; ');

export const keyText = (key: string, language: Language): string =>
  Object.hasOwn(keyLabels, key) ? keyLabels[key as AgreementKey][language] : key;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Such as `1 h 30 min`. */
export function durationText(duration: Duration, language: Language): string {
  if (!/^P[\dWDTHMS.]+$/.test(duration)) return duration;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([WDHMS])/g)].filter(([, amount]) => Number(amount) > 0);
  if (parts.length === 0) return basicWords.atOnce[language];
  return parts
    .map(([, amount, unit]) => `${amount} ${durationUnits[unit as keyof typeof durationUnits][language]}`)
    .join(' ');
}

const durationUnits = {
  W: { en: 'wk', ru: 'нед.' },
  D: { en: 'd', ru: 'дн.' },
  H: { en: 'h', ru: 'ч' },
  M: { en: 'min', ru: 'мин' },
  S: { en: 's', ru: 'с' },
};
const basicWords = {
  yes: { en: 'yes', ru: 'да' },
  no: { en: 'no', ru: 'нет' },
  nothing: { en: 'nothing', ru: 'ничего' },
  atOnce: { en: 'at once', ru: 'сразу' },
};
