import { frameworks, questionSets } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import type { z } from 'zod';
import { agreementDocument } from './agreement-document.ts';
import { closestName } from './closest-name.ts';
import { agreementSchema } from './specification/agreement-schema.ts';
import type { JsonSchema } from './specification/json-schema.ts';

/** A place where a document does not have the format of an agreement. */
export interface SchemaProblem {
  path: (string | number)[];
  /** A stable code of the rule, such as `unrecognized_keys`. */
  code: string;
  /** What is wrong, and what would be right. */
  message: string;
}

export type ParsedAgreement = { agreement: Agreement; problems: [] } | { agreement?: never; problems: SchemaProblem[] };

/** Converts parsed YAML or JSON into an agreement, or returns every problem that prevents it. */
export function parseAgreementDocument(document: unknown): ParsedAgreement {
  const parsed = agreementDocument.safeParse(withFrameworkQuestions(document));
  if (parsed.success) return { agreement: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => problemsFromIssue(issue, document));
  // A misspelt key is not reported as missing too.
  const suggested = new Set(
    problems.flatMap(({ suggestedPath }) => (suggestedPath ? [JSON.stringify(suggestedPath)] : [])),
  );
  return {
    problems: problems
      .filter(({ path, isMissing }) => !(isMissing && suggested.has(JSON.stringify(path))))
      .map(({ path, code, message }) => ({ path, code, message })),
  };
}

/** An agreement that leaves out `sql` asks the questions of its framework. */
function withFrameworkQuestions(document: unknown): unknown {
  const criteria = valueAt(document, ['criteria']);
  const framework = frameworks.find((name) => name === valueAt(criteria, ['framework']));
  if (framework === undefined || valueAt(criteria, ['sql']) !== undefined) return document;
  return { ...(document as object), criteria: { ...(criteria as object), sql: questionSets[framework] } };
}

interface FoundProblem extends SchemaProblem {
  isMissing?: boolean;
  /** The path of the key that was probably meant. */
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
          ? `${quoted(value)} is not a date: write a date such as 2026-03-09`
          : `${quoted(value)} is not valid: ${issue.message}`,
      );
    case 'custom':
      return one(`${quoted(value)} is not valid: ${issue.message}`);
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return one(issue.message);
  }
}

function unknownKeyProblem(key: string, path: readonly (string | number)[]): FoundProblem {
  const allowed = allowedKeysAt(path);
  const closest = closestName(key, allowed);
  const advice = closest === undefined ? `use ${oneOf(allowed)}, or remove it` : `did you mean "${closest}"?`;
  return {
    path: [...path, key],
    code: 'unrecognized_keys',
    message: `unknown key "${key}": ${advice}`,
    ...(closest !== undefined && { suggestedPath: [...path, closest] }),
  };
}

function unknownValueMessage(value: unknown, allowed: readonly string[]): string {
  const closest = typeof value === 'string' ? closestName(value, allowed) : undefined;
  const advice = closest === undefined ? '' : `: did you mean "${closest}"?`;
  return `${quoted(value)} is not ${oneOf(allowed)}${advice}`;
}

const missingMessage = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? 'the document is empty: write an agreement'
    : `"${path.at(-1)}" is missing: write ${describeExpected(path)}`;

/** Describes what the schema expects at a path. */
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
      if (minLength !== undefined && minLength === maxLength)
        return `text of ${Number(minLength)} characters${example}`;
      return `text${maxLength === undefined ? '' : ` of 1 to ${Number(maxLength)} characters`}${example}`;
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
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ??
    'something else'
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

/** The keys that the object at a path can have. */
function allowedKeysAt(path: readonly (string | number)[]): string[] {
  const at = schemaAt(path);
  const variants = at?.oneOf ?? at?.anyOf ?? (at ? [at] : []);
  const declared = variants.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const { enum: names = [] } = (at?.['propertyNames'] ?? {}) as JsonSchema;
  return [...new Set([...declared, ...names.map(String)])];
}
