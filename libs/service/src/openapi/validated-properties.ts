import { getMetadataStorage } from 'class-validator';
import 'reflect-metadata';

/** Where Nest keeps what @ApiProperty says. */
const API_PROPERTY = 'swagger/apiModelProperties';

interface Rule {
  target: abstract new () => unknown;
  propertyName: string;
  /** Absent on rules of the library itself, such as @ValidateNested. */
  name?: string;
  constraints?: unknown[];
  /** The rule is about the items of a list. */
  each: boolean;
}

/** Patterns that only JavaScript understands: other languages have neither `[^]` nor `\0`. */
const isPortable = (pattern: RegExp): boolean => pattern.flags === '' && !/\[\^\]|\\0/.test(pattern.source);

/** The keywords of JSON Schema that say the same as a rule of class-validator. */
function keywordsOf({ name, constraints: [first, second] = [] }: Rule): Record<string, unknown> {
  switch (name) {
    case 'isInt':
      return { type: 'integer' };
    case 'min':
      return { minimum: first };
    case 'max':
      return { maximum: first };
    case 'minLength':
      return { minLength: first };
    case 'maxLength':
      return { maxLength: first };
    case 'isLength':
      return { minLength: first, ...(second !== undefined && { maxLength: second }) };
    case 'isNotEmpty':
      return { minLength: 1 };
    case 'arrayNotEmpty':
      return { minItems: 1 };
    case 'arrayMaxSize':
      return { maxItems: first };
    case 'arrayUnique':
      return { uniqueItems: true };
    case 'matches':
      return first instanceof RegExp && isPortable(first) ? { pattern: first.source } : {};
    case 'isMoment':
      return { format: 'date-time' };
    case 'isEmail':
      return { format: 'email' };
    case 'isUuid':
      return { format: 'uuid' };
    case 'isFqdn':
      return { format: 'hostname' };
    default:
      return {};
  }
}

/** Adds what class-validator checks to the description of each property, so that the two cannot differ. */
export function describeValidatedProperties(): void {
  // The library lists rules only of classes that one can name; this is the list of all.
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Rule[]> };
  for (const rule of [...validationMetadatas.values()].flat()) {
    const prototype = rule.target.prototype as object;
    const described: unknown = Reflect.getMetadata(API_PROPERTY, prototype, rule.propertyName);
    if (rule.each || typeof described !== 'object') continue;
    // What the property says itself is more precise.
    const extended = { ...keywordsOf(rule), ...described };
    if (rule.name === 'isInt') Object.assign(extended, { type: 'integer' });
    Reflect.defineMetadata(API_PROPERTY, extended, prototype, rule.propertyName);
  }
}
