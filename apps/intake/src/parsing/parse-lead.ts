import { inboundLead } from '@baton/contracts';
import type { InboundLead } from '@baton/contracts';
import type { FieldProblem } from '@baton/service';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { belowMinimum, normalise } from './normalise.ts';
import type { NormaliseResult } from './normalise.ts';

export type ParseResult = NormaliseResult;

export interface ParseOptions {
  /** Rejects unknown fields, so that senders notice misspelt names. The open topic ignores unknown fields. */
  strict: boolean;
  defaultCountry: string;
}

const WHOLE_BODY = '(root)';
const strictSchema = z.strictObject({
  ...inboundLead.data.shape,
  company: z.strictObject(inboundLead.data.shape.company.unwrap().shape).optional(),
});

/** Undefined if the bytes are not JSON in UTF-8. */
export function parseJson(raw: Buffer): { json: unknown } | undefined {
  if (!isUtf8(raw)) return undefined;
  try {
    return { json: JSON.parse(raw.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/** Validates and normalises a submitted lead. Reports every invalid field. */
export function parseLead(json: unknown, options: ParseOptions): ParseResult {
  if (!isObject(json)) {
    return {
      problems: [
        { field: WHOLE_BODY, code: 'not-an-object', message: 'must be a JSON object with the fields of a lead' },
      ],
    };
  }
  const given = dropBlankFields(json);
  const schema: z.ZodType<InboundLead> = options.strict ? strictSchema : inboundLead.data;
  const checked = schema.safeParse(given);
  return checked.success
    ? normalise(checked.data, options.defaultCountry)
    : { problems: [...checked.error.issues.flatMap((issue) => fieldProblems(issue, given)), ...belowMinimum(given)] };
}

/** The codes that are stored and counted. They omit unknown field names, which senders could fill with anything. */
export function problemCodes(problems: FieldProblem[]): string[] {
  return [...new Set(problems.map(({ field, code }) => (code === 'unknown-field' ? code : `${code}:${field}`)))];
}

function fieldProblems(issue: z.core.$ZodIssue, given: unknown): FieldProblem[] {
  const field = issue.path.join('.') || WHOLE_BODY;
  if (issue.code === 'unrecognized_keys') {
    const prefix = issue.path.length > 0 ? `${issue.path.join('.')}.` : '';
    return issue.keys.map((key) => ({
      field: `${prefix}${key.slice(0, 100)}`,
      code: 'unknown-field',
      message: 'is not a field of a lead',
    }));
  }
  const value = issue.path.reduce((inner: unknown, key) => (isObject(inner) ? inner[String(key)] : inner), given);
  return value === undefined
    ? [{ field, code: 'required', message: 'is missing' }]
    : [{ field, code: issue.code.replaceAll('_', '-'), message: issue.message }];
}

/** Forms send empty values for fields that nobody filled in, so these count as absent. */
function dropBlankFields(json: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype, a field named __proto__ is an ordinary field.
  const filled = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(json)) {
    if (value === null || (typeof value === 'string' && value.trim() === '')) continue;
    filled[key] = key === 'company' && isObject(value) ? dropBlankFields(value) : value;
  }
  return filled;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
