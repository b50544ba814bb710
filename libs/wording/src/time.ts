import type { Duration } from '@baton/domain';
import { localized } from './language.ts';
import type { Language, LocalizedText } from './language.ts';
import { formatNumber } from './plural.ts';

/** English dates are written day first, as in Russian. */
const locales: Record<Language, string> = { en: 'en-GB', ru: 'ru-RU' };

/** A moment in a zone, followed by the zone's name, such as "23 November, 09:15 (Europe/Moscow)". */
export function formatMoment(moment: string, language: Language, zone: string): string {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options }).format(new Date(moment));
  const day = format({ day: 'numeric', month: 'long' });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day}, ${time} (${zone})`;
}

/** The day of a moment in a zone, with the year if it is another one than now, such as "12 Jan" or "12 янв. 2028 г.". */
export function formatDay(moment: string, language: Language, zone: string, now: string): string {
  const format = (at: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locales[language], { timeZone: zone, ...options }).format(new Date(at));
  const isThisYear = format(moment, { year: 'numeric' }) === format(now, { year: 'numeric' });
  return format(moment, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) });
}

/** Where a postponed lead is, such as "postponed until 12 Jan". */
export const postponedText = (until: string, zone: string, now: string): LocalizedText =>
  localized(`postponed until ${formatDay(until, 'en', zone, now)}`, `отложен до ${formatDay(until, 'ru', zone, now)}`);

/** An ISO 8601 duration for people, such as "1 h 30 min". Text that is not a duration stays as it is. */
export function formatDuration(duration: Duration, language: Language): string {
  if (!/^P[\dWDTHMS.]+$/.test(duration)) return duration;
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([WDHMS])/g)].filter(([, amount]) => Number(amount) > 0);
  if (parts.length === 0) return immediately[language];
  return parts
    .map(
      ([, amount, unit]) => `${formatNumber(Number(amount), language)} ${units[unit as keyof typeof units][language]}`,
    )
    .join(' ');
}

const immediately = localized('immediately', 'сразу');

const units = {
  W: localized('wk', 'нед.'),
  D: localized('d', 'дн.'),
  H: localized('h', 'ч'),
  M: localized('min', 'мин'),
  S: localized('s', 'с'),
};
