import { monthOfName } from './month-names.ts';

/** The fields of a date as the text gives them; nothing is checked against a calendar yet. */
export interface DateFields {
  year: number;
  month: number;
  day: number;
  /** Absent if the text has no time. */
  time?: { hour: number; minute: number; second: number; millisecond: number };
  /** The distance from UTC, such as `+03:00`. */
  offset?: string;
}

/** Letters of Unicode's date patterns (CLDR), of which Java, ICU and spreadsheets use the same. */
const fieldPatterns: Record<string, string> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<shortYear>\\d{2})',
  MMMM: '(?<monthName>\\p{L}+\\.?)',
  MMM: '(?<monthName>\\p{L}+\\.?)',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  EEEE: '\\p{L}+\\.?',
  EEE: '\\p{L}+\\.?',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  S: '(?<fraction>\\d{1,9})',
  a: '(?<meridiem>[ap]\\.?\\s?m\\.?)',
  Z: '\\s*(?<offset>Z|(?:UTC|GMT)?[+-]\\d{1,2}(?::?\\d{2})?|UTC|GMT)',
};

const tokenPattern = /'[^']*'|yyyy|yy|MMMM|MMM|MM|M|dd|d|EEEE|EEE|HH|H|hh|h|mm|ss|S+|a|Z|\[|\]|\s+|./gu;

/** The pattern is not one that this project reads; the message says why. */
export class DatePatternError extends Error {
  override readonly name = 'DatePatternError';
}

/** A date pattern such as `dd.MM.yy HH:mm` or `d MMMM yyyy[ h:mm a]`. Parts in brackets may be missing. */
export class DatePattern {
  readonly #expression: RegExp;
  readonly #needsMeridiem: boolean;

  /** @throws DatePatternError */
  constructor(pattern: string) {
    const tokens = pattern.match(tokenPattern) ?? [];
    this.#needsMeridiem = tokens.some((token) => token === 'h' || token === 'hh');
    const source = tokens.map(expressionOf).join('');
    try {
      this.#expression = new RegExp(`^${source}$`, 'iu');
    } catch {
      throw new DatePatternError('has a bracket without its pair, or a field twice');
    }
    for (const [field, names] of requiredFields) {
      if (!names.some((name) => source.includes(`(?<${name}>`))) throw new DatePatternError(`has no ${field}`);
    }
    if (this.#needsMeridiem && !source.includes('(?<meridiem>'))
      throw new DatePatternError('has h, an hour from 1 to 12, without a; write H, or add a for AM and PM');
  }

  /** Undefined if the text does not have this form. */
  match(text: string): DateFields | undefined {
    const groups = this.#expression.exec(text)?.groups;
    if (!groups) return undefined;
    const month = groups['monthName'] === undefined ? Number(groups['month']) : monthOfName(groups['monthName']);
    const hour = hourOf(groups['hour'], groups['meridiem'], this.#needsMeridiem);
    if (month === undefined || hour === undefined) return undefined;
    const { year, shortYear, day, minute, second, fraction, offset } = groups;
    return {
      year: year === undefined ? fullYear(Number(shortYear)) : Number(year),
      month,
      day: Number(day),
      ...(groups['hour'] !== undefined && {
        time: {
          hour,
          minute: Number(minute ?? 0),
          second: Number(second ?? 0),
          millisecond: Number((fraction ?? '0').padEnd(3, '0').slice(0, 3)),
        },
      }),
      ...(offset !== undefined && { offset: normalisedOffset(offset) }),
    };
  }
}

const requiredFields = [
  ['year (yyyy or yy)', ['year', 'shortYear']],
  ['month (MM, M, MMM or MMMM)', ['month', 'monthName']],
  ['day (dd or d)', ['day']],
] as const;

function expressionOf(token: string): string {
  const field = fieldPatterns[token.startsWith('S') ? 'S' : token];
  if (field !== undefined) return field;
  if (token === '[') return '(?:';
  if (token === ']') return ')?';
  if (/^\s+$/.test(token)) return '\\s+';
  const literal = token.startsWith("'") && token.length > 1 ? token.slice(1, -1) : token;
  if (/^\p{L}$/u.test(token))
    throw new DatePatternError(`has the unknown letter ${token}; write text between apostrophes, such as 'T'`);
  return RegExp.escape(literal);
}

/** POSIX: 69 to 99 are the last century. */
const fullYear = (shortYear: number): number => (shortYear < 69 ? 2000 : 1900) + shortYear;

function hourOf(hour: string | undefined, meridiem: string | undefined, needsMeridiem: boolean): number | undefined {
  const number = Number(hour ?? 0);
  if (meridiem === undefined) return needsMeridiem && hour !== undefined ? undefined : number;
  if (number < 1 || number > 12) return undefined;
  return (number % 12) + (/^p/i.test(meridiem) ? 12 : 0);
}

/** `Z`, `+3`, `+03`, `+0300`, `+03:00` and `UTC+3` as `+03:00`. */
function normalisedOffset(text: string): string {
  const parts = /([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!parts) return '+00:00';
  const [, sign = '+', hours = '', minutes = '00'] = parts;
  return `${sign}${hours.padStart(2, '0')}:${minutes}`;
}
