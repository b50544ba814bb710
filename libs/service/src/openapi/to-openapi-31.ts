import type { OpenAPIObject } from '@nestjs/swagger';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** Replaces the keywords that are specific to OpenAPI 3.0 with those of JSON Schema. */
const schema31 = (schema: { [key: string]: Json }): Json => {
  const { nullable, exclusiveMinimum, exclusiveMaximum, example, ...rest } = schema;
  const changed: { [key: string]: Json } = rest;
  if (exclusiveMinimum === true && 'minimum' in rest) {
    changed['exclusiveMinimum'] = rest['minimum']!;
    delete changed['minimum'];
  } else if (typeof exclusiveMinimum === 'number') changed['exclusiveMinimum'] = exclusiveMinimum;
  if (exclusiveMaximum === true && 'maximum' in rest) {
    changed['exclusiveMaximum'] = rest['maximum']!;
    delete changed['maximum'];
  } else if (typeof exclusiveMaximum === 'number') changed['exclusiveMaximum'] = exclusiveMaximum;
  if (example !== undefined) changed['examples'] = [example];
  if (nullable !== true) {
    return changed;
  }
  return typeof changed['type'] === 'string'
    ? { ...changed, type: [changed['type'], 'null'] }
    : { anyOf: [unwrapped(changed), { type: 'null' }] };
};

/** In 3.0, a reference needs a list around it to be nullable. */
const unwrapped = ({ allOf, ...rest }: { [key: string]: Json }): Json =>
  Array.isArray(allOf) && allOf.length === 1 && Object.keys(rest).length === 0
    ? (allOf[0] ?? null)
    : { ...(allOf !== undefined && { allOf }), ...rest };

/** Converts only schemas: elsewhere the same keywords mean something else. */
const walk = (value: Json, isSchema: boolean): Json => {
  if (Array.isArray(value)) {
    return value.map((each) => walk(each, isSchema));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, walkMember(key, inner, isSchema)] as const);
  const walked = Object.fromEntries(entries);
  return isSchema ? schema31(walked) : walked;
};

const walkMember = (key: string, inner: Json, isSchema: boolean): Json => {
  const isMap = isSchema ? key === 'properties' || key === 'patternProperties' : key === 'schemas';
  if (isMap && typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    return Object.fromEntries(Object.entries(inner).map(([name, schema]) => [name, walk(schema, true)]));
  }
  if (isSchema) {
    return ['items', 'allOf', 'anyOf', 'oneOf', 'not', 'additionalProperties'].includes(key)
      ? walk(inner, true)
      : inner;
  }
  return walk(inner, key === 'schema');
};

/** Nest writes schemas in the format of 3.0, whatever version the document has. */
export const toOpenApi31 = (document: OpenAPIObject): OpenAPIObject =>
  walk(document as unknown as Json, false) as unknown as OpenAPIObject;
