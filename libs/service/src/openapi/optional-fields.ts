import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaOrReference = Schemas[string];
type Schema = Exclude<SchemaOrReference, { $ref: string }>;

/** Marks a body that is not validated by a class, and in which null counts as missing too. */
const NULL_EXTENSION = 'x-null-counts-as-missing';
const SCHEMA_REFERENCE = '#/components/schemas/';

/** The schema that also accepts null, in the format of OpenAPI 3.0. */
function orNull(schema: SchemaOrReference): Schema {
  if ('$ref' in schema) return { allOf: [schema], nullable: true };
  const values = schema.enum as unknown[] | undefined;
  return { ...schema, nullable: true, ...(values && !values.includes(null) && { enum: [...values, null] }) };
}

const resolve = (given: SchemaOrReference, schemas: Schemas): SchemaOrReference | undefined =>
  '$ref' in given ? schemas[given.$ref.slice(SCHEMA_REFERENCE.length)] : given;

/** Changes an object's optional fields and the values of its maps, and those of the objects in it. */
function acceptNull(given: SchemaOrReference, schemas: Schemas, done: Set<Schema>): void {
  const schema = resolve(given, schemas);
  if (!schema || '$ref' in schema || done.has(schema)) return;
  done.add(schema);
  const { properties = {}, additionalProperties, items, allOf = [], anyOf = [], oneOf = [] } = schema;
  const values = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const inner = [...Object.values(properties), ...values, ...(items ? [items] : []), ...allOf, ...anyOf, ...oneOf];
  for (const each of inner) acceptNull(each, schemas, done);
  for (const [name, property] of Object.entries(properties))
    if (!schema.required?.includes(name)) properties[name] = orNull(property);
  if (typeof additionalProperties === 'object') schema.additionalProperties = orNull(additionalProperties);
}

/** An object that may be empty. */
function requiresNothing(given: SchemaOrReference, schemas: Schemas): boolean {
  const schema = resolve(given, schemas);
  if (!schema || '$ref' in schema || schema.type !== 'object') return false;
  return (schema.required ?? []).length === 0 && !schema.anyOf && !schema.oneOf && !schema.allOf;
}

/**
 * Describes what may be left out. Every optional field of a class may be null, which counts as missing, because
 * `validationPipe` drops it; other bodies say so themselves. Null in a list, or for a required field, is refused. A body
 * without required fields may be absent.
 */
export function withOptionalFields(document: OpenAPIObject): OpenAPIObject {
  const done = new Set<Schema>();
  const schemas = document.components?.schemas ?? {};
  for (const { get, put, post, delete: remove, patch } of Object.values(document.paths)) {
    for (const operation of [get, put, post, remove, patch]) {
      const body = operation?.requestBody;
      if (!body || '$ref' in body) continue;
      const contents = Object.values(body.content).flatMap(({ schema }) => (schema ? [schema] : []));
      for (const schema of contents)
        if ('$ref' in schema || NULL_EXTENSION in schema) acceptNull(schema, schemas, done);
      if (contents.every((schema) => requiresNothing(schema, schemas))) body.required = false;
    }
  }
  return document;
}
