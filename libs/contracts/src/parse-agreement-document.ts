import type { Agreement } from '@baton/domain';
import type { z } from 'zod';
import { agreementDocument } from './agreement-document.ts';
import { agreementSchema } from './specification/agreement-schema.ts';
import type { JsonSchema } from './specification/json-schema.ts';
import { closestName } from './closest-name.ts';

/** What in a document does not have the shape of an agreement. */
export interface SchemaProblem {
  path: (string | number)[];
  /** A stable word for the rule, such as `unrecognized_keys`. */
  code: string;
  /** What is wrong, and what would be right. */
  message: string;
}

export type ParsedAgreement = { agreement: Agreement; problems: [] } | { agreement?: never; problems: SchemaProblem[] };

/** A parsed document as an agreement, or all that keeps it from being one. */
export function parseAgreementDocument(document: unknown): ParsedAgreement {
  const read = agreementDocument.safeParse(document);
  if (read.success) return { agreement: read.data, problems: [] };
  const problems = read.error.issues.flatMap((issue) => problemsFromIssue(issue, document));
  // A key that is misspelt is not missing as well.
  const meant = new Set(problems.flatMap(({ suggestedPath: meant }) => (meant ? [JSON.stringify(meant)] : [])));
  return {
    problems: problems
      .filter(({ path, isMissing }) => !(isMissing && meant.has(JSON.stringify(path))))
      .map(({ path, code, message }) => ({ path, code, message })),
  };
}

interface FoundProblem extends SchemaProblem {
  isMissing?: boolean;
  /** The key that was probably meant by an unknown one. */
  suggestedPath?: (string | number)[];
}

function problemsFromIssue(issue: z.core.$ZodIssue, document: unknown): FoundProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  const { code } = issue;
  const value = valueAt(document, path);
  const one = (message: string): FoundProblem[] => [{ path, code, message }];
  if (value === undefined && code !== 'unrecognized_keys')
    return [{ path, code, message: missingMessage(path), isMissing: true }];
  switch (code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKeyProblem(key, path));
    case 'invalid_type':
      return one(`this is ${describeValue(value)}: write ${describeExpected(path)}`);
    case 'invalid_value':
      return one(unknownValueMessage(value, issue.values.map(String)));
    case 'invalid_union':
      return one(unknownValueMessage(value, allowedValuesAt(path)));
    case 'too_small':
      return one(`this is too ${issue.origin === 'number' ? 'small' : 'short'}: write ${describeExpected(path)}`);
    case 'too_big':
      return one(`this is too ${issue.origin === 'number' ? 'large' : 'long'}: write ${describeExpected(path)}`);
    case 'invalid_format':
      return one(
        issue.format === 'date'
          ? `${quoted(value)} is no day: write a date such as 2026-03-09`
          : `${quoted(value)} does not fit: ${issue.message}`,
      );
    case 'custom':
      return one(`${quoted(value)} does not fit: ${issue.message}`);
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return one(issue.message);
  }
}

function unknownKeyProblem(key: string, path: readonly (string | number)[]): FoundProblem {
  const known = allowedKeysAt(path);
  const nearest = closestName(key, known);
  const advice = nearest === undefined ? `use ${oneOf(known)}, or leave it out` : `did you mean "${nearest}"?`;
  return {
    path: [...path, key],
    code: 'unrecognized_keys',
    message: `there is no key "${key}" here: ${advice}`,
    ...(nearest !== undefined && { suggestedPath: [...path, nearest] }),
  };
}

function unknownValueMessage(value: unknown, known: readonly string[]): string {
  const nearest = typeof value === 'string' ? closestName(value, known) : undefined;
  return `${quoted(value)} is none of ${known.join(', ')}${nearest === undefined ? '' : `: did you mean "${nearest}"?`}`;
}

const missingMessage = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? 'there is nothing here: write an agreement'
    : `"${path.at(-1)}" is missing: write ${describeExpected(path)}`;

/** What belongs to a place, in words. */
function describeExpected(path: readonly (string | number)[]): string {
  const {
    type,
    enum: values,
    minItems,
    minLength,
    maxLength,
    minimum,
    maximum,
    exclusiveMinimum,
    exclusiveMaximum,
    examples,
  } = schemaAt(path) ?? {};
  const example = Array.isArray(examples) ? ` such as ${String(examples[0])}` : '';
  if (values) return oneOf(values.map(String));
  switch (type) {
    case 'object':
      return allowedKeysAt(path).length > 0 ? `the keys ${allowedKeysAt(path).join(', ')}` : 'keys with values';
    case 'array':
      return minItems === undefined ? 'a list' : `a list of at least ${Number(minItems)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      if (minLength !== undefined && minLength === maxLength) return `a text of ${Number(minLength)} letters${example}`;
      return `a text${maxLength === undefined ? '' : ` of 1 to ${Number(maxLength)} letters`}${example}`;
    default: {
      const limits = [
        minimum === undefined ? '' : `from ${Number(minimum)}`,
        exclusiveMinimum === undefined ? '' : `above ${Number(exclusiveMinimum)}`,
        maximum === undefined ? '' : `to ${Number(maximum)}`,
        exclusiveMaximum === undefined ? '' : `below ${Number(exclusiveMaximum)}`,
      ];
      return [`a ${type === 'integer' ? 'whole ' : ''}number`, ...limits].filter((part) => part !== '').join(' ');
    }
  }
}

const oneOf = (words: readonly string[]): string => `one of ${words.join(', ')}`;
const quoted = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', boolean: 'true or false', object: 'a set of keys' }[
      typeof value as string
    ] ?? 'something else'
  );
}

const valueAt = (document: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    document,
  );

let schema: JsonSchema | undefined;

function schemaAt(path: readonly (string | number)[]): JsonSchema | undefined {
  schema ??= agreementSchema();
  return path.reduce<JsonSchema | undefined>((at, key) => {
    if (typeof key === 'number') return at?.items;
    const variants = at?.oneOf ?? at?.anyOf ?? (at ? [at] : []);
    const found = variants.map(({ properties }) => properties?.[key]).filter((each) => each !== undefined);
    if (found.length > 1 && found.every((each) => each.const !== undefined))
      return { enum: found.map((each) => each.const) };
    return found[0] ?? (at?.additionalProperties as JsonSchema | undefined);
  }, schema);
}

const allowedValuesAt = (path: readonly (string | number)[]): string[] => (schemaAt(path)?.enum ?? []).map(String);

/** The keys that may stand in the object at a place. */
function allowedKeysAt(path: readonly (string | number)[]): string[] {
  const at = schemaAt(path);
  const variants = at?.oneOf ?? at?.anyOf ?? (at ? [at] : []);
  const named = variants.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const { enum: free } = (at?.['propertyNames'] ?? {}) as JsonSchema;
  return [...new Set([...named, ...(free ?? []).map(String)])];
}
