import { inboundLead } from '@baton/contracts';
import type { InboundLead } from '@baton/contracts';
import type { FieldProblem } from '@baton/service';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { belowMinimum, normalise } from './normalise.ts';
import type { NormaliseResult } from './normalise.ts';

export type ParseResult = NormaliseResult;

/** `strict` refuses fields that nobody knows, so that a misspelt one is noticed; the open topic passes over them. */
export interface ParseOptions {
  strict: boolean;
  defaultCountry: string;
}

const WHOLE_BODY = '(root)';
const strictSchema = z.strictObject({
  ...inboundLead.data.shape,
  company: z.strictObject(inboundLead.data.shape.company.unwrap().shape).optional(),
});

/** Undefined when the bytes are no JSON in UTF-8. */
export function parseJson(raw: Buffer): { json: unknown } | undefined {
  if (!isUtf8(raw)) return undefined;
  try {
    return { json: JSON.parse(raw.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/** Checks and normalises what somebody sent as a lead; says of every field what is wrong with it. */
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

/** The codes that are kept and counted: the rule and, where it is one of ours, the field. */
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
  const isMissing = issue.path.reduce((value: unknown, key) => (isObject(value) ? value[String(key)] : value), given);
  return isMissing === undefined
    ? [{ field, code: 'required', message: 'is missing' }]
    : [{ field, code: issue.code.replaceAll('_', '-'), message: issue.message }];
}

/** Forms send empty fields for what was not filled in: they count as absent. */
function dropBlankFields(json: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype, so that a field named __proto__ is a field like any other.
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
