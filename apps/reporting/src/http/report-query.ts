import { problems } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { dimensions } from '../reports/question.ts';
import type { Question } from '../reports/question.ts';

export const reportFormats = ['json', 'csv'] as const;
export type Format = (typeof reportFormats)[number];

export interface ReportQuery {
  question: Question;
  format: Format | undefined;
}

const names: readonly string[] = ['from', 'to', 'zone', 'asOf', 'by', 'format', ...dimensions];
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const zonePattern = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/;
const EARLIEST = Date.UTC(1970, 0, 1);

/** Collects what is wrong with parameters, so that all of it is told at once. */
class Wrong {
  readonly errors: FieldProblem[] = [];

  /** The value, or nothing and a note of what it should be. */
  attempt<T>(field: string, code: string, message: string, read: () => T | undefined): T | undefined {
    const value = orUndefined(read);
    if (value === undefined) this.errors.push({ field, code, message });
    return value;
  }

  throwIfAny(): void {
    if (this.errors.length === 0) return;
    const fields = [...new Set(this.errors.map(({ field }) => field))].join(', ');
    throw problems.unprocessable(`Correct ${fields} and ask again.`, {
      type: 'validation',
      title: 'Some parameters are wrong',
      errors: this.errors,
    });
  }
}

/** Temporal throws for days and zones that do not exist. */
function orUndefined<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** @throws Problem 422 naming each parameter that is wrong. */
export function readReportQuery(
  query: Record<string, unknown>,
  by: readonly string[],
  defaults: { now: string; zone: string },
): ReportQuery {
  const wrong = new Wrong();
  const given: Partial<Record<string, string>> = {};
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name)) {
      const message = `There is no such parameter; there are ${names.join(', ')}.`;
      wrong.errors.push({ field: name, code: 'unknown', message });
    } else if (typeof value !== 'string' || value.length > 200 || value.includes('\0')) {
      wrong.errors.push({ field: name, code: 'text', message: 'Give it once, with at most 200 characters.' });
    } else given[name] = value;
  }
  const question = readQuestion(given, by, defaults, wrong);
  const format = chosenFormat(given['format'], wrong);
  wrong.throwIfAny();
  return { question, format };
}

/** @throws Problem 422 when anything but a known format is given. */
export function readFormat(query: Record<string, unknown>): Format | undefined {
  const wrong = new Wrong();
  for (const field of Object.keys(query).filter((name) => name !== 'format')) {
    wrong.errors.push({ field, code: 'unknown', message: 'There is no such parameter; there is format.' });
  }
  const format = chosenFormat(query['format'], wrong);
  wrong.throwIfAny();
  return format;
}

function chosenFormat(given: unknown, wrong: Wrong): Format | undefined {
  const format = reportFormats.find((known) => known === given);
  if (given !== undefined && !format) {
    wrong.errors.push({ field: 'format', code: 'choice', message: 'Choose json or csv.' });
  }
  return format;
}

function readQuestion(
  given: Partial<Record<string, string>>,
  by: readonly string[],
  defaults: { now: string; zone: string },
  wrong: Wrong,
): Question {
  const zone =
    wrong.attempt('zone', 'zone', 'Name a time zone, such as Europe/Moscow.', () =>
      readZone(given['zone'] ?? defaults.zone),
    ) ?? 'UTC';
  const edge = (field: 'from' | 'to', days: number): string | null => {
    const text = given[field];
    if (text === undefined) return null;
    const message = 'Write a day such as 2026-03-31, or a moment such as 2026-03-31T12:00:00Z.';
    return wrong.attempt(field, 'moment', message, () => readEdge(text, zone, days)) ?? null;
  };
  const from = edge('from', 0);
  const to = edge('to', 1);
  if (from !== null && to !== null && from >= to) {
    wrong.errors.push({ field: 'to', code: 'order', message: 'The period must end after it begins.' });
  }
  const asOf = wrong.attempt(
    'asOf',
    'moment',
    'Write a moment that is not to come, such as 2026-03-31T12:00:00Z.',
    () => {
      const moment = readMoment(given['asOf'] ?? defaults.now);
      return moment !== undefined && moment <= defaults.now ? moment : undefined;
    },
  );
  if (given['agreementVersion'] !== undefined && !/^[1-9]\d{0,8}$/.test(given['agreementVersion'])) {
    wrong.errors.push({
      field: 'agreementVersion',
      code: 'number',
      message: 'Give the number of a version, such as 1.',
    });
  }
  if (given['by'] !== undefined && !by.includes(given['by'])) {
    const message =
      by.length > 0 ? `Choose one of ${by.join(', ')}.` : 'This report is split by cause and channel already.';
    wrong.errors.push({ field: 'by', code: 'choice', message });
  }
  const filters = Object.fromEntries(
    dimensions.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  const split = given['by'] as Question['by'];
  return { asOf: asOf ?? defaults.now, from, to, zone, filters, ...(split !== undefined && { by: split }) };
}

function readZone(zone: string): string | undefined {
  if (!zonePattern.test(zone)) return undefined;
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  return zone;
}

function readMoment(text: string): string | undefined {
  if (!momentPattern.test(text)) return undefined;
  const moment = Temporal.Instant.from(text).epochMilliseconds;
  return moment >= EARLIEST ? new Date(moment).toISOString() : undefined;
}

/** A day begins at midnight of the zone; the last day belongs to the period, so that the period ends a day later. */
function readEdge(text: string, zone: string, days: number): string | undefined {
  if (!dayPattern.test(text)) return readMoment(text);
  const begin = Temporal.PlainDate.from(text).add({ days }).toZonedDateTime(zone).epochMilliseconds;
  return begin >= EARLIEST - 86_400_000 ? new Date(begin).toISOString() : undefined;
}
