import { leadAttribute, signalKind } from '@baton/contracts';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import { DatePatternError } from './date-pattern.ts';
import { datePatterns, isNumberFormat, namedDateFormats } from './dates.ts';
import type { MomentFormat } from './dates.ts';
import { decimalMarks } from './numbers.ts';
import type { DecimalMark } from './numbers.ts';

/** The name of a column, or its position from 1, for columns whose name is empty or occurs twice. */
const column = z.union([z.string().min(1), z.int().positive()]);

export type ColumnReference = z.infer<typeof column>;

/** Takes a value from a column, optionally translated, or sets the same value for every row. */
const valueMapping = z.union([
  column,
  z.strictObject({
    column,
    values: z.record(z.string(), z.string()).optional().describe('Translates values of the column'),
  }),
  z.strictObject({ value: z.string().min(1) }),
]);

export type ValueMapping = z.infer<typeof valueMapping>;

/** The fields that a mapping may fill. */
const leadFields = [
  'name',
  'phone',
  'email',
  'message',
  'subject',
  'pains',
  'interests',
  'companyName',
  'companyDomain',
  'channel',
  'campaign',
  'industry',
  'segment',
  'employees',
  'role',
  'country',
  'region',
  'language',
  'consent',
] as const;

const fields = z.partialRecord(z.enum(leadFields), valueMapping);

export type LeadField = keyof z.infer<typeof fields>;

const dateFormat = z.string().check(({ value, issues }) => {
  if (isNumberFormat(value)) return;
  try {
    datePatterns(value);
  } catch (error) {
    if (!(error instanceof DatePatternError)) throw error;
    const known = namedDateFormats.join(', ');
    issues.push({
      code: 'custom',
      input: value,
      message: `${error.message}; write ${known}, or a pattern such as dd.MM.yy`,
    });
  }
});

const zone = z.string().refine(isZone, 'is not a time zone; write it as Europe/Moscow or UTC');

export const mappingSchema = z.strictObject({
  source: leadAttribute.describe('The source of all leads in the file. Source and row id together identify a lead.'),
  delimiter: z
    .union([z.literal('tab').transform(() => '\t'), z.string().length(1)], 'must be one character, or tab')
    .default(','),
  encoding: z.string().refine(isEncoding, 'is not an encoding; write it as utf-8 or windows-1251').default('utf-8'),
  dateFormat: dateFormat.default('iso'),
  decimal: z.enum(decimalMarks).optional().describe('Only if the numbers of the file do not show it'),
  zone: zone.default('UTC').describe('The time zone of dates and times that have none'),
  missingValues: z.array(z.string()).default([]).describe('Values that mean "no value", in addition to empty cells'),
  leads: z.strictObject({
    id: column,
    day: column,
    dateFormat: dateFormat.optional().describe('Of the day, if it differs from the other dates'),
    undated: z
      .enum(['refuse', 'skip'])
      .default('refuse')
      .describe('With `skip`, rows without a day are counted, and not refused: they are not leads yet'),
    verdict: z.literal('mql').optional().describe('Only if all leads in the file are qualified'),
    signal: signalKind.default('request'),
    fields: fields.default({}),
  }),
  outcomes: z
    .strictObject({
      lead: column.describe('The column with the lead id'),
      id: column.optional().describe('The column with the deal id. Needed only if a lead can have several deals.'),
      outcome: valueMapping.describe('Must give `won`, `lost` or `open`'),
      at: column,
      dateFormat: dateFormat.optional().describe('Of `at` and `paidAt`, if it differs from the other dates'),
      wasSql: valueMapping.optional().describe('`yes` if a lost lead had been an SQL. A won lead always had.'),
      reason: valueMapping.optional().describe('Why the deal was lost. Required for lost deals.'),
      amount: column.optional(),
      currency: valueMapping.optional(),
      paidAt: column.optional(),
    })
    .optional(),
});

export type Mapping = z.infer<typeof mappingSchema>;

/** A mapping for one file, whose decimal mark is decided. */
export type FileMapping = Mapping & { decimal: DecimalMark };

export const leadDates = ({ leads, dateFormat: shared, zone }: Mapping): MomentFormat => ({
  dateFormat: leads.dateFormat ?? shared,
  zone,
});

export const outcomeDates = ({ outcomes, dateFormat: shared, zone }: Mapping): MomentFormat => ({
  dateFormat: outcomes?.dateFormat ?? shared,
  zone,
});

/** The message names every problem with its line. */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

export function readMapping(file: string): Mapping {
  return parseMapping(readFileSync(file, 'utf8'), file);
}

export function parseMapping(text: string, file: string): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new MappingError(`${file} is not YAML:\n${document.errors.map(({ message }) => `  ${message}`).join('\n')}`);
  }
  const checked = mappingSchema.safeParse(document.toJS());
  if (checked.success) return checked.data;
  const problems = checked.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key) => {
      const path = key === undefined ? issue.path : [...issue.path, key];
      const message = key === undefined ? issue.message : 'is not a known key';
      return `  line ${lineOf(document, lines, path)}, ${path.join('.') || '(root)'}: ${message}`;
    });
  });
  throw new MappingError(`${file} is not a valid mapping:\n${problems.join('\n')}`);
}

/** The line of the path, or of its nearest ancestor in the file if the path is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
