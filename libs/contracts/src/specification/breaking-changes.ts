import type { JsonSchema } from './json-schema.ts';

/** Keywords that narrow what is allowed; a changed value can refuse events that lie in the topics for ever. */
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
 * What in the newer schema is more than an addition, one line each; empty when everything is. Events of both schemas
 * lie in one topic: so nothing is removed, retyped, made required or optional, or narrowed.
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema, path = 'data'): string[] {
  const alternatives = before.oneOf ?? before.anyOf;
  if (alternatives) return alternativeChanges(alternatives, after.oneOf ?? after.anyOf ?? [after], path);
  if (after.oneOf ?? after.anyOf) return alternativeChanges([before], after.oneOf ?? after.anyOf ?? [], path);
  if (!isSame(before.type, after.type))
    return [`${path}: its type was ${formatValue(before.type)} and is ${formatValue(after.type)}`];
  return [
    ...valueChanges(before, after, path),
    ...propertyChanges(before, after, path),
    ...itemChanges(before, after, path),
  ];
}

function propertyChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const old = before.properties ?? {};
  const now = after.properties ?? {};
  const isRequired = ({ required }: JsonSchema, name: string): boolean => required?.includes(name) ?? false;
  return [
    ...Object.entries(old).flatMap(([name, schema]) => {
      const successor = now[name];
      if (successor === undefined) return [`${path}.${name}: it was removed`];
      const nowOptional = isRequired(before, name) && !isRequired(after, name);
      const nowRequired = !isRequired(before, name) && isRequired(after, name);
      return [
        ...(nowOptional ? [`${path}.${name}: it was required and is optional`] : []),
        ...(nowRequired ? [`${path}.${name}: it was optional and is required`] : []),
        ...breakingChanges(schema, successor, `${path}.${name}`),
      ];
    }),
    ...Object.keys(now)
      .filter((name) => old[name] === undefined && isRequired(after, name))
      .map((name) => `${path}.${name}: it is new and required, which no event of before can be`),
  ];
}

function valueChanges(before: JsonSchema, after: JsonSchema, path: string): string[] {
  const gone = (before.enum ?? []).filter((value) => after.enum && !after.enum.includes(value));
  const narrowed = before.enum === undefined && after.enum !== undefined;
  return [
    ...gone.map((value) => `${path}: ${formatValue(value)} is no value of it any more`),
    ...(narrowed ? [`${path}: it allowed every value and allows some`] : []),
    ...constraints
      .filter((keyword) => !isSame(before[keyword], after[keyword]) && after[keyword] !== undefined)
      .filter((keyword) => !isWider(keyword, before[keyword], after[keyword]))
      .map(
        (keyword) =>
          `${path}: its ${keyword} was ${formatValue(before[keyword])} and is ${formatValue(after[keyword])}`,
      ),
  ];
}

const itemChanges = (before: JsonSchema, after: JsonSchema, path: string): string[] =>
  before.items && after.items ? breakingChanges(before.items, after.items, `${path}[]`) : [];

/** Alternatives are known by their constants, such as a step by its type; without any, by their place. */
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
const formatValue = (value: unknown): string => (value === undefined ? 'open' : JSON.stringify(value));
