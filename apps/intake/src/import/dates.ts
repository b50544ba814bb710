import type { Mapping } from './mapping.ts';

// This is JavaScript's Temporal API for dates and times, not the workflow engine of the same name.
const { Instant, PlainDateTime } = Temporal;

/** A past moment, as precise as the file gives it. */
export interface PastMoment {
  /** The calendar day in the mapping's time zone. */
  day: string;
  /** The start of the day if the file gives no time. */
  at: Date;
}

const isoPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?$/;
const dayMonthPattern = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,?[T ](\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** Undefined if the text is not a date in the mapping's format. */
export function parseMoment(
  text: string,
  { dateFormat, zone }: Pick<Mapping, 'dateFormat' | 'zone'>,
): PastMoment | undefined {
  const trimmed = text.trim();
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/.test(trimmed) && trimmed.includes(':')) {
      const instant = Instant.from(trimmed.replace(' ', 'T'));
      return {
        day: instant.toZonedDateTimeISO(zone).toPlainDate().toString(),
        at: new Date(instant.epochMilliseconds),
      };
    }
    const dateTime = isoDateTime(trimmed, dateFormat);
    if (dateTime === undefined) return undefined;
    const local = PlainDateTime.from(dateTime, { overflow: 'reject' });
    return {
      day: local.toPlainDate().toString(),
      at: new Date(local.toZonedDateTime(zone).epochMilliseconds),
    };
  } catch {
    return undefined;
  }
}

function isoDateTime(text: string, dateFormat: Mapping['dateFormat']): string | undefined {
  switch (dateFormat) {
    case 'iso':
      return joinParts(isoPattern.exec(text), [1, 2, 3]);
    case 'day-first':
      return joinParts(dayMonthPattern.exec(text), [3, 2, 1]);
    case 'month-first':
      return joinParts(dayMonthPattern.exec(text), [3, 1, 2]);
  }
}

function joinParts(
  parts: RegExpExecArray | null,
  [year, month, day]: readonly [number, number, number],
): string | undefined {
  if (!parts) return undefined;
  const twoDigits = (text = ''): string => text.padStart(2, '0');
  const time = (parts[4] ?? '00:00').padStart(5, '0');
  return `${parts[year]}-${twoDigits(parts[month])}-${twoDigits(parts[day])}T${/^\d:/.test(time) ? `0${time}` : time}`;
}
