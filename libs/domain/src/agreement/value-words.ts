import type { Duration } from '../time/duration.ts';
import type { Language } from './agreement.ts';
import { keyNames, valueNames } from './vocabulary.ts';
import type { AgreementKey } from './vocabulary.ts';

const durationKeys: ReadonlySet<string> = new Set<AgreementKey>([
  'within',
  'after',
  'countOnceWithin',
  'cadence',
  'longest',
  'reviewWithin',
]);
const shareKeys: ReadonlySet<string> = new Set<AgreementKey>(['remindAt', 'completeShare', 'sqlShare', 'margin']);

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
export function valueInWords(value: unknown, path: readonly string[], language: Language): string {
  const key = path.at(-1) ?? '';
  switch (typeof value) {
    case 'boolean':
      return value ? words.yes[language] : words.no[language];
    case 'number':
      return new Intl.NumberFormat(
        language,
        shareKeys.has(key) ? { style: 'percent', maximumFractionDigits: 2 } : {},
      ).format(value);
    case 'string':
      return textInWords(value, path, language);
    case 'object':
      if (!Array.isArray(value)) return isObject(value) ? objectInWords(value, language) : words.nothing[language];
      return value.map((item) => valueInWords(item, path, language)).join(', ') || words.nothing[language];
    default:
      return String(value);
  }
}

function textInWords(value: string, path: readonly string[], language: Language): string {
  const key = path.at(-1) as AgreementKey;
  const isDuration = durationKeys.has(key) || (key === 'window' && path.length > 2);
  if (isDuration) return durationInWords(value, language);
  const names = Object.hasOwn(valueNames, key) ? valueNames[key] : undefined;
  return names && Object.hasOwn(names, value) ? (names[value]?.[language] ?? value) : value;
}

/** What an item holds, beside what it is called by. */
export function details(item: unknown, language: Language): string {
  const isName = (key: string): boolean => nameKeys.has(key);
  return isObject(item) ? pairs(item, language, isName) : valueInWords(item, [], language);
}

function objectInWords(value: Record<string, unknown>, language: Language): string {
  const { from, to } = value;
  if (typeof from === 'string' && typeof to === 'string') return `${from}–${to}`;
  return pairs(value, language, () => false);
}

const pairs = (value: Record<string, unknown>, language: Language, isLeftOut: (key: string) => boolean): string =>
  Object.entries(value)
    .filter(([key]) => !isLeftOut(key))
    .map(([key, part]) => `${keyInWords(key, language)} ${valueInWords(part, ['', '', key], language)}`)
    .join('; ');

export const keyInWords = (key: string, language: Language): string =>
  Object.hasOwn(keyNames, key) ? keyNames[key as AgreementKey][language] : key;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Such as `1 h 30 min`. */
export function durationInWords(duration: Duration, language: Language): string {
  if (!/^P[\dWDTHMS.]+$/.test(duration)) return duration;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([WDHMS])/g)].filter(([, amount]) => Number(amount) > 0);
  if (parts.length === 0) return words.atOnce[language];
  return parts.map(([, amount, unit]) => `${amount} ${units[unit as keyof typeof units][language]}`).join(' ');
}

const units = {
  W: { en: 'wk', ru: 'нед.' },
  D: { en: 'd', ru: 'дн.' },
  H: { en: 'h', ru: 'ч' },
  M: { en: 'min', ru: 'мин' },
  S: { en: 's', ru: 'с' },
};
const words = {
  yes: { en: 'yes', ru: 'да' },
  no: { en: 'no', ru: 'нет' },
  nothing: { en: 'nothing', ru: 'ничего' },
  atOnce: { en: 'at once', ru: 'сразу' },
};
