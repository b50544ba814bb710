import { leadAttribute, signalKind } from '@baton/contracts';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';

const column = z.string().min(1);

/** Where a value comes from: a column, translated if need be, or the same constant for every row. */
const valueMapping = z.union([
  column,
  z.strictObject({
    column,
    values: z.record(z.string(), z.string()).optional().describe('Other words for what the column says'),
  }),
  z.strictObject({ value: z.string().min(1) }),
]);

export type ValueMapping = z.infer<typeof valueMapping>;

/** What of a lead a file may tell. */
const fields = z.partialRecord(
  z.enum([
    ...(['name', 'phone', 'email', 'message', 'companyName', 'companyDomain', 'channel', 'campaign'] as const),
    ...(['industry', 'segment', 'employees', 'role', 'country', 'region', 'language', 'consent'] as const),
  ]),
  valueMapping,
);

export type LeadField = keyof z.infer<typeof fields>;

const zone = z.string().refine(isZone, 'is no time zone; write it as Europe/Moscow or UTC');

export const mappingSchema = z.strictObject({
  source: leadAttribute.describe('The source of all these leads; with a row’s own id it makes its identity'),
  delimiter: z.string().length(1).default(','),
  encoding: z.string().refine(isEncoding, 'is no encoding; write it as utf-8 or windows-1251').default('utf-8'),
  dateFormat: z.enum(['iso', 'day-first', 'month-first']).default('iso'),
  zone: zone.default('UTC').describe('Of dates and times that name none'),
  missingValues: z
    .array(z.string())
    .default([])
    .describe('What the file writes where it knows nothing; empty always is'),
  leads: z.strictObject({
    id: column,
    day: column,
    verdict: z.literal('mql').optional().describe('Only if the file holds qualified leads and no others'),
    signal: signalKind.default('request'),
    fields: fields.default({}),
  }),
  outcomes: z
    .strictObject({
      lead: column.describe('The column with the id of the lead'),
      id: column.optional().describe("The outcome's own id, where a lead can have several"),
      outcome: valueMapping.describe('`won` or `lost`'),
      at: column,
      reason: valueMapping.optional().describe('Of what was lost; required there'),
      amount: column.optional(),
      currency: valueMapping.optional(),
      paidAt: column.optional(),
    })
    .optional(),
});

export type Mapping = z.infer<typeof mappingSchema>;

/** The mapping cannot be used; the message names every place, with its line. */
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
      const words = key === undefined ? issue.message : 'is not known here';
      return `  line ${lineOf(document, lines, path)}, ${path.join('.') || '(root)'}: ${words}`;
    });
  });
  throw new MappingError(`${file} is no mapping:\n${problems.join('\n')}`);
}

/** Of the path, or of the nearest place above it that is there. */
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
