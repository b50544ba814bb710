import { evidenceLevels } from '@baton/domain';
import { problems } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { dimensions } from './report-query.ts';
import type { ReportQuery } from './report-query.ts';

export const reportFormats = ['json', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportRequest {
  query: ReportQuery;
  format: ReportFormat | undefined;
}

const parameterNames: readonly string[] = ['from', 'to', 'zone', 'asOf', 'groupBy', 'format', ...dimensions];
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const zonePattern = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/;
const EARLIEST_MILLISECONDS = Date.UTC(1970, 0, 1);

/** Collects the errors of all parameters, so that one response names them all. */
class ParameterErrors {
  readonly errors: FieldProblem[] = [];

  /** Returns the value, or records the error and returns undefined. */
  parse<T>(field: string, code: string, message: string, read: () => T | undefined): T | undefined {
    const value = undefinedIfThrown(read);
    if (value === undefined) this.errors.push({ field, code, message });
    return value;
  }

  throwIfAny(): void {
    if (this.errors.length === 0) return;
    const fields = [...new Set(this.errors.map(({ field }) => field))].join(', ');
    throw problems.unprocessable(`Correct ${fields} and repeat the request.`, {
      type: 'invalid-fields',
      title: 'Invalid parameters',
      errors: this.errors,
    });
  }
}

/** The Temporal API throws for days and zones that do not exist. */
function undefinedIfThrown<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** @throws Problem 422 that names every invalid parameter. */
export function parseReportRequest(
  query: Record<string, unknown>,
  dimensionsAllowed: readonly string[],
  defaults: { now: string; zone: string },
): ReportRequest {
  const invalid = new ParameterErrors();
  const given: Partial<Record<string, string>> = {};
  for (const [name, value] of Object.entries(query)) {
    if (!parameterNames.includes(name)) {
      const message = `is not a parameter of reports; the parameters are ${parameterNames.join(', ')}`;
      invalid.errors.push({ field: name, code: 'unknown', message });
    } else if (typeof value !== 'string' || value.length > 200 || value.includes('\0')) {
      invalid.errors.push({ field: name, code: 'text', message: 'must be given once, with at most 200 characters' });
    } else given[name] = value;
  }
  const reportQuery = parseReportQuery(given, dimensionsAllowed, defaults, invalid);
  const format = matchFormat(given['format'], invalid);
  invalid.throwIfAny();
  return { query: reportQuery, format };
}

/** @throws Problem 422 for an unknown format or any other parameter. */
export function parseFormat(query: Record<string, unknown>): ReportFormat | undefined {
  const invalid = new ParameterErrors();
  for (const field of Object.keys(query).filter((name) => name !== 'format')) {
    invalid.errors.push({ field, code: 'unknown', message: 'is not a parameter; the only parameter is format' });
  }
  const format = matchFormat(query['format'], invalid);
  invalid.throwIfAny();
  return format;
}

function matchFormat(given: unknown, invalid: ParameterErrors): ReportFormat | undefined {
  const format = reportFormats.find((known) => known === given);
  if (given !== undefined && !format) {
    invalid.errors.push({ field: 'format', code: 'choice', message: 'must be json or csv' });
  }
  return format;
}

function parseReportQuery(
  given: Partial<Record<string, string>>,
  dimensionsAllowed: readonly string[],
  defaults: { now: string; zone: string },
  invalid: ParameterErrors,
): ReportQuery {
  const zone =
    invalid.parse('zone', 'zone', 'must be a time zone, such as Europe/Moscow', () =>
      parseZone(given['zone'] ?? defaults.zone),
    ) ?? 'UTC';
  const boundary = (field: 'from' | 'to', days: number): string | null => {
    const text = given[field];
    if (text === undefined) return null;
    const message = 'must be a day such as 2026-03-31, or a timestamp such as 2026-03-31T12:00:00Z';
    return invalid.parse(field, 'moment', message, () => parseBoundary(text, zone, days)) ?? null;
  };
  const from = boundary('from', 0);
  const to = boundary('to', 1);
  if (from !== null && to !== null && from >= to) {
    invalid.errors.push({ field: 'to', code: 'order', message: 'must be after from' });
  }
  const asOf = invalid.parse(
    'asOf',
    'moment',
    'must be a timestamp that is not in the future, such as 2026-03-31T12:00:00Z',
    () => {
      const moment = parseMoment(given['asOf'] ?? defaults.now);
      return moment !== undefined && moment <= defaults.now ? moment : undefined;
    },
  );
  if (given['agreementVersion'] !== undefined && !/^[1-9]\d{0,8}$/.test(given['agreementVersion'])) {
    invalid.errors.push({
      field: 'agreementVersion',
      code: 'number',
      message: 'must be the number of a version, such as 1',
    });
  }
  if (given['evidence'] && !evidenceLevels.some((level) => level === given['evidence'])) {
    const message = `must be one of ${evidenceLevels.join(', ')}, or empty for none`;
    invalid.errors.push({ field: 'evidence', code: 'choice', message });
  }
  if (given['groupBy'] !== undefined && !dimensionsAllowed.includes(given['groupBy'])) {
    const message =
      dimensionsAllowed.length > 0
        ? `Choose one of ${dimensionsAllowed.join(', ')}.`
        : 'This report is split by cause and channel already.';
    invalid.errors.push({ field: 'groupBy', code: 'choice', message });
  }
  const filters = Object.fromEntries(
    dimensions.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  const groupBy = given['groupBy'] as ReportQuery['groupBy'];
  return { asOf: asOf ?? defaults.now, from, to, zone, filters, ...(groupBy !== undefined && { groupBy }) };
}

function parseZone(zone: string): string | undefined {
  if (!zonePattern.test(zone)) return undefined;
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  return zone;
}

function parseMoment(text: string): string | undefined {
  if (!momentPattern.test(text)) return undefined;
  const moment = Temporal.Instant.from(text).epochMilliseconds;
  return moment >= EARLIEST_MILLISECONDS ? new Date(moment).toISOString() : undefined;
}

/** A day starts at midnight in the zone. The last day is part of the period, so the period ends at the next midnight. */
function parseBoundary(text: string, zone: string, days: number): string | undefined {
  if (!dayPattern.test(text)) return parseMoment(text);
  const begin = Temporal.PlainDate.from(text).add({ days }).toZonedDateTime(zone).epochMilliseconds;
  return begin >= EARLIEST_MILLISECONDS - 86_400_000 ? new Date(begin).toISOString() : undefined;
}
