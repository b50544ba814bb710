import type { JsonSchema } from './json-schema.ts';

/** Keywords that restrict values. Changing one can reject events that topics keep forever. */
const constraints = [
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'const',
  'additionalProperties',
];

/**
 * The changes in the newer schema that are not additions, one line each. A topic holds events of both schemas, so
 * nothing may be removed, retyped, made required or optional, or narrowed.
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, path = 'data'): string[] {
  const alternatives = before.oneOf ?? before.anyOf;
  if (alternatives) return alternativeChanges(alternatives, after.oneOf ?? after.anyOf ?? [after], path);
  if (after.oneOf ?? after.anyOf) return alternativeChanges([before], after.oneOf ?? after.anyOf ?? [], path);
  if (!isSame(before.type, after.type))
    return [`${path}: its type was ${formatValue(before.type)} and is now ${formatValue(after.type)}`];
  return [
    ...valueChanges(before, after, path),
    ...propertyChanges(before, after, path),
    ...itemChanges(before, after, path),
  ];
}

function propertyChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const old = before.properties ?? {};
  const current = after.properties ?? {};
  const isRequired = ({ required }: JsonSchema, name: string): boolean => required?.includes(name) ?? false;
  return [
    ...Object.entries(old).flatMap(([name, schema]) => {
      const successor = current[name];
      if (successor === undefined) return [`${path}.${name}: it was removed`];
      const becameOptional = isRequired(before, name) && !isRequired(after, name);
      const becameRequired = !isRequired(before, name) && isRequired(after, name);
      return [
        ...(becameOptional ? [`${path}.${name}: it was required and is now optional`] : []),
        ...(becameRequired ? [`${path}.${name}: it was optional and is now required`] : []),
        ...breakingChanges(schema, successor, `${path}.${name}`),
      ];
    }),
    ...Object.keys(current)
      .filter((name) => old[name] === undefined && isRequired(after, name))
      .map((name) => `${path}.${name}: it is new and required, but earlier events do not have it`),
  ];
}

function valueChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const removed = (before.enum ?? []).filter((value) => after.enum && !after.enum.includes(value));
  const narrowed = before.enum === undefined && after.enum !== undefined;
  return [
    ...removed.map((value) => `${path}: the value ${formatValue(value)} was removed`),
    ...(narrowed ? [`${path}: it allowed every value and now allows only some`] : []),
    ...constraints
      .filter((keyword) => !isSame(before[keyword], after[keyword]) && after[keyword] !== undefined)
      .filter((keyword) => !isWider(keyword, before[keyword], after[keyword]))
      .map(
        (keyword) =>
          `${path}: its ${keyword} was ${formatValue(before[keyword])} and is now ${formatValue(after[keyword])}`,
      ),
  ];
}

const itemChanges = (before: JsonSchema, after: JsonSchema, path: string): string[] =>
  before.items && after.items ? breakingChanges(before.items, after.items, `${path}[]`) : [];

/** Matches alternatives by their constants, such as the type of a step; without constants, by their index. */
function alternativeChanges(before: JsonSchema[], after: JsonSchema[], path: string): string[] {
  return before.flatMap((old, index) => {
    const name = alternativeName(old);
    const successor = name === undefined ? after[index] : after.find((each) => alternativeName(each) === name);
    const where = name === undefined ? `${path}<${index}>` : `${path}<${name}>`;
    return successor === undefined ? [`${where}: it was removed`] : breakingChanges(old, successor, where);
  });
}

function alternativeName({ properties = {} }: JsonSchema): string | undefined {
  const constants = Object.entries(properties).filter(([, { const: value }]) => typeof value === 'string');
  return constants.length === 0
    ? undefined
    : constants.map(([key, { const: value }]) => `${key}=${formatValue(value)}`).join(',');
}

function isWider(keyword: string, before: unknown, after: unknown): boolean {
  if (keyword === 'additionalProperties') return after !== false;
  if (typeof before !== 'number' || typeof after !== 'number') return false;
  return /max/i.test(keyword) ? after >= before : after <= before;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const formatValue = (value: unknown): string => (value === undefined ? 'unset' : JSON.stringify(value));
