import type { Mapping } from './mapping.ts';

// The date-time API of the platform, not the workflow engine of the same name.
const { Instant, PlainDateTime } = Temporal;

/** A point of the past as exactly as the file knows it. */
export interface PastMoment {
  /** In the mapping's zone. */
  day: string;
  /** Where only the day is known, its beginning. */
  at: Date;
}

const isoPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?$/;
const dayMonthPattern = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,?[T ](\d{1,2}:\d{2}(?::\d{2})?))?$/;

/** Undefined when the text is no date of the kind that the mapping names. */
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
    const iso = dateFormat === 'iso' ? fromParts(isoPattern.exec(trimmed), [1, 2, 3]) : undefined;
    const order = dateFormat === 'day-first' ? ([3, 2, 1] as const) : ([3, 1, 2] as const);
    const written = iso ?? (dateFormat === 'iso' ? undefined : fromParts(dayMonthPattern.exec(trimmed), order));
    if (written === undefined) return undefined;
    const local = PlainDateTime.from(written, { overflow: 'reject' });
    return {
      day: local.toPlainDate().toString(),
      at: new Date(local.toZonedDateTime(zone).epochMilliseconds),
    };
  } catch {
    return undefined;
  }
}

function fromParts(
  parts: RegExpExecArray | null,
  [year, month, day]: readonly [number, number, number],
): string | undefined {
  if (!parts) return undefined;
  const two = (text = ''): string => text.padStart(2, '0');
  const time = (parts[4] ?? '00:00').padStart(5, '0');
  return `${parts[year]}-${two(parts[month])}-${two(parts[day])}T${/^\d:/.test(time) ? `0${time}` : time}`;
}
