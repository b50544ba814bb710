import { cleanCode, withAsciiDigits } from '@baton/domain';
import { DatePattern } from './date-pattern.ts';
import type { DateFields } from './date-pattern.ts';

// This is JavaScript's Temporal API for dates and times, not the workflow engine of the same name.
const { Instant, PlainDate, PlainDateTime } = Temporal;

/** A past moment, as precise as the file gives it. */
export interface PastMoment {
  /** The calendar day in the mapping's time zone. */
  day: string;
  /** The start of the day if the file gives no time. */
  at: Date;
}

export type ReadMoment = PastMoment | { problem: string };

export interface MomentFormat {
  dateFormat: string;
  zone: string;
}

const TIME = `[,][ H:mm[:ss[.S]][ a]]`;
const dayFirst = ['.', '/', '-'].map((mark) => `d${mark}M${mark}yyyy${TIME}[Z]`);
const monthFirst = ['.', '/', '-'].map((mark) => `M${mark}d${mark}yyyy${TIME}[Z]`);

const presets: Record<string, readonly string[]> = {
  iso: [`yyyy-M-d[ H:mm[:ss[.S]]][Z]`, `yyyy-M-d'T'H:mm[:ss[.S]][Z]`],
  'day-first': dayFirst,
  'month-first': monthFirst,
};

type NumberFormat = (serial: number, zone: string) => ReadMoment;

/** Dates that are one number. */
const numberFormats: Record<string, NumberFormat> = {
  'excel-1900': (serial, zone) => excelMoment(serial, zone, 1900),
  'excel-1904': (serial, zone) => excelMoment(serial, zone, 1904),
  'epoch-seconds': (seconds, zone) => epochMoment(seconds * 1000, zone, 'seconds'),
  'epoch-milliseconds': (milliseconds, zone) => epochMoment(milliseconds, zone, 'milliseconds'),
};

export const namedDateFormats = [...Object.keys(presets), ...Object.keys(numberFormats)];

const compiled = new Map<string, readonly DatePattern[]>();

/** The patterns of a format, compiled once. @throws DatePatternError */
export function datePatterns(dateFormat: string): readonly DatePattern[] {
  const known = compiled.get(dateFormat);
  if (known) return known;
  const patterns = (presets[dateFormat] ?? [dateFormat]).map((pattern) => new DatePattern(pattern));
  compiled.set(dateFormat, patterns);
  return patterns;
}

export const isNumberFormat = (dateFormat: string): boolean => dateFormat in numberFormats;

/** Reads a date in the mapping's format. A text without an offset is in the mapping's zone. */
export function parseMoment(text: string, { dateFormat, zone }: MomentFormat): ReadMoment {
  const plain = withAsciiDigits(cleanCode(text)).replaceAll('\u2212', '-');
  const readNumber = numberFormats[dateFormat];
  if (readNumber)
    return /^\d+([.,]\d+)?$/.test(plain)
      ? readNumber(Number(plain.replace(',', '.')), zone)
      : { problem: `is not a number, as ${dateFormat} requires` };
  const fields = matchDate(plain, dateFormat);
  return fields ? momentOf(fields, zone) : { problem: `does not have the form ${dateFormat}` };
}

export function matchDate(text: string, dateFormat: string): DateFields | undefined {
  for (const pattern of datePatterns(dateFormat)) {
    const fields = pattern.match(text);
    if (fields) return fields;
  }
  return undefined;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

function momentOf({ year, month, day, time, offset }: DateFields, zone: string): ReadMoment {
  if (year < FIRST_YEAR || year > LAST_YEAR) return { problem: `has the impossible year ${year}` };
  try {
    const date = PlainDate.from({ year, month, day }, { overflow: 'reject' });
    if (time === undefined && offset === undefined) return startOfDay(date, zone);
    const local = PlainDateTime.from({ ...dateFields(date), ...time }, { overflow: 'reject' });
    return offset === undefined
      ? localMoment(local, zone)
      : instantMoment(Instant.from(`${local.toString()}${offset}`), zone);
  } catch {
    return { problem: 'is a day or time that no calendar has' };
  }
}

const dateFields = ({ year, month, day }: Temporal.PlainDate) => ({ year, month, day });

/** Some zones skip midnight once a year, so the day starts at 01:00. */
const startOfDay = (date: Temporal.PlainDate, zone: string): PastMoment => ({
  day: date.toString(),
  at: new Date(date.toZonedDateTime(zone).epochMilliseconds),
});

/** Of a time that a zone has twice, when its clocks are set back, this is the first. */
function localMoment(local: Temporal.PlainDateTime, zone: string): ReadMoment {
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'compatible' });
  if (!zoned.toPlainDateTime().equals(local))
    return { problem: `is a time that ${zone} skipped when its clocks were set forward` };
  return { day: local.toPlainDate().toString(), at: new Date(zoned.epochMilliseconds) };
}

const instantMoment = (instant: Temporal.Instant, zone: string): PastMoment => ({
  day: instant.toZonedDateTimeISO(zone).toPlainDate().toString(),
  at: new Date(instant.epochMilliseconds),
});

const DAY_MILLISECONDS = 86_400_000;
/** Excel counts 29 February 1900, which did not exist. */
const EXCEL_LEAP_DAY = 60;
const EXCEL_LAST_DAY = 73_050;

function excelMoment(serial: number, zone: string, system: 1900 | 1904): ReadMoment {
  const days = Math.floor(serial);
  if (days < 1 || days > EXCEL_LAST_DAY) return { problem: `is not a day from ${system} to ${LAST_YEAR - 1} in Excel` };
  if (system === 1900 && days === EXCEL_LEAP_DAY) return { problem: 'is 29 February 1900, a day that only Excel has' };
  const dayZero = system === 1904 ? '1904-01-01' : days > EXCEL_LEAP_DAY ? '1899-12-30' : '1899-12-31';
  const date = PlainDate.from(dayZero).add({ days });
  const milliseconds = Math.round(((serial - days) * DAY_MILLISECONDS) / 1000) * 1000;
  if (milliseconds === 0) return startOfDay(date, zone);
  return localMoment(date.toPlainDateTime().add({ milliseconds }), zone);
}

function epochMoment(milliseconds: number, zone: string, unit: string): ReadMoment {
  const at = new Date(Math.round(milliseconds));
  if (!(at.getUTCFullYear() >= 1971 && at.getUTCFullYear() <= LAST_YEAR))
    return { problem: `is not a moment from 1971 to ${LAST_YEAR} in ${unit} since 1970` };
  return instantMoment(Instant.fromEpochMilliseconds(at.getTime()), zone);
}
