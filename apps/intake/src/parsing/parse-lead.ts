import { inboundLead, parseJsonText } from '@baton/contracts';
import type { InboundLead } from '@baton/contracts';
import type { FieldProblem } from '@baton/service';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { cleanFields, isObject } from './clean-fields.ts';
import type { Fields } from './clean-fields.ts';
import { belowMinimum, readContacts } from './contacts.ts';
import { normalise } from './normalise.ts';
import type { NormalisedLead } from './normalised-lead.ts';
import { valueAt } from './read-field.ts';
import { remarkOn } from './remark.ts';
import type { Remark } from './remark.ts';

export type ParseResult = { lead: NormalisedLead } | { problems: FieldProblem[] };

export interface ParseOptions {
  /** Rejects unknown fields, so that senders notice misspelt names. The open topic ignores unknown fields. */
  strict: boolean;
  defaultCountry: string;
}

const WHOLE_BODY = '(root)';
const MAX_MESSAGE_LENGTH = 20_000;
const strictSchema = z.strictObject({
  ...inboundLead.data.shape,
  company: z.strictObject(inboundLead.data.shape.company.unwrap().shape).optional(),
});

/** Undefined if the bytes are not JSON in UTF-8. */
export function parseJson(raw: Buffer): { json: unknown } | undefined {
  if (!isUtf8(raw)) return undefined;
  try {
    return { json: parseJsonText(raw.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/**
 * Validates and normalises a submitted lead. An invalid field that the lead does not need costs only itself: it counts as
 * absent, and a remark keeps what it said. The lead is refused, with all problems, when a field that it needs is invalid,
 * when a field is unknown in strict mode, or when nothing is left to reach the person by.
 */
export function parseLead(json: unknown, options: ParseOptions): ParseResult {
  if (!isObject(json)) {
    return {
      problems: [
        { field: WHOLE_BODY, code: 'not-an-object', message: 'must be a JSON object with the fields of a lead' },
      ],
    };
  }
  const given = cleanFields(json);
  const truncated = truncateMessage(given);
  const { lead, valid, required, optional } = checkFields(given, options.strict ? strictSchema : inboundLead.data);
  const contacts = readContacts(valid, json, countryOf(given, valid, options.defaultCountry));
  const unread = [...optional.map((problem) => remarkOn(problem, valueAt(json, problem.field))), ...contacts.unread];
  if (lead && required.length === 0 && contacts.reachableBy.length > 0) {
    return { lead: normalise(lead, json, contacts, [...truncated, ...unread]) };
  }
  return { problems: [...required, ...unread.map(toProblem), ...belowMinimum(given)] };
}

/** Without a country, a phone is read as one of the default country; with an unreadable one, it is not guessed. */
function countryOf(given: Fields, valid: Fields, defaultCountry: string): string | undefined {
  if (given['country'] === undefined) return defaultCountry;
  return typeof valid['country'] === 'string' ? valid['country'].toUpperCase() : undefined;
}

/** The person's own words are worth more than a refusal: what is too long for one text is cut off. */
function truncateMessage(given: Fields): Remark[] {
  const { message } = given;
  if (typeof message !== 'string' || message.length <= MAX_MESSAGE_LENGTH) return [];
  given['message'] = message.slice(0, MAX_MESSAGE_LENGTH).toWellFormed();
  const problem = { field: 'message', code: 'truncated', message: `is longer than ${MAX_MESSAGE_LENGTH} characters` };
  return [remarkOn(problem, message.slice(MAX_MESSAGE_LENGTH))];
}

interface CheckedFields {
  /** Absent when a required field is invalid. */
  lead?: InboundLead;
  /** The given fields without the invalid ones. */
  valid: Fields;
  required: FieldProblem[];
  optional: FieldProblem[];
}

function checkFields(given: Fields, schema: z.ZodType<InboundLead>): CheckedFields {
  const checked = schema.safeParse(given);
  if (checked.success) return { lead: checked.data, valid: given, required: [], optional: [] };
  const problems = checked.error.issues.flatMap((issue) => fieldProblems(issue, given));
  const required = problems.filter(isRequired);
  const optional = oncePerField(problems.filter((problem) => !isRequired(problem)));
  const valid = optional.reduce((fields, { field }) => without(fields, field.split('.')), given);
  const again = schema.safeParse(valid);
  return { ...(again.success && { lead: again.data }), valid, required, optional };
}

const isRequired = ({ field, code }: FieldProblem): boolean =>
  field === 'name' || field === 'source' || field === WHOLE_BODY || code === 'unknown-field';

const oncePerField = (problems: FieldProblem[]): FieldProblem[] => [
  ...new Map(problems.toReversed().map((problem) => [problem.field, problem])).values(),
];

function without(fields: Fields, [name = '', ...path]: string[]): Fields {
  const { [name]: value, ...rest } = fields;
  return path.length > 0 && isObject(value) ? { ...rest, [name]: without(value, path) } : rest;
}

const toProblem = ({ field, code, message }: Remark): FieldProblem => ({ field, code, message });

/** The codes that are stored and counted. They omit unknown field names, which senders could fill with anything. */
export function problemCodes(problems: FieldProblem[]): string[] {
  return [...new Set(problems.map(({ field, code }) => (code === 'unknown-field' ? code : `${code}:${field}`)))];
}

function fieldProblems(issue: z.core.$ZodIssue, given: unknown): FieldProblem[] {
  // A list is one field, which a text that does not fit makes invalid.
  const field = issue.path.filter((key) => typeof key !== 'number').join('.') || WHOLE_BODY;
  if (issue.code === 'unrecognized_keys') {
    const prefix = issue.path.length > 0 ? `${issue.path.join('.')}.` : '';
    return issue.keys.map((key) => ({
      field: `${prefix}${key.slice(0, 100)}`,
      code: 'unknown-field',
      message: 'is not a field of a lead',
    }));
  }
  return valueAt(given, field) === undefined
    ? [{ field, code: 'required', message: 'is missing' }]
    : [{ field, code: issue.code.replaceAll('_', '-'), message: issue.message }];
}
