import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { Problem } from '../errors/problem.ts';
import { validationPipe } from '../errors/validation.ts';

interface Described {
  name: string;
  fields: readonly string[];
  required: readonly string[];
}

/** The component schemas of all request bodies, and those that they contain. */
function bodySchemas({ paths, components }: OpenAPIObject): Described[] {
  const found = new Map<string, Described>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      const name = key === '$ref' ? String(inner).replace('#/components/schemas/', '') : undefined;
      const schema = name === undefined ? undefined : components?.schemas?.[name];
      if (name === undefined || !schema || '$ref' in schema) visit(inner);
      else if (!found.has(name)) {
        found.set(name, { name, fields: Object.keys(schema.properties ?? {}), required: schema.required ?? [] });
        visit(schema);
      }
    }
  };
  for (const item of Object.values(paths))
    for (const operation of [item.put, item.post, item.delete, item.patch]) visit(operation?.requestBody);
  return [...found.values()];
}

/** The fields that a class refuses to be without. */
async function refusedFields(metatype: Type, body: object): Promise<string[]> {
  const refusal: unknown = await validationPipe()
    .transform(body, { type: 'body', metatype })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const errors = refusal instanceof Problem ? (refusal.errors ?? []) : [];
  return [...new Set(errors.map(({ field }) => field))].sort();
}

/**
 * Schemas of bodies whose required fields are not exactly those that are refused when they are null, and when they are
 * absent. For tests.
 */
export async function misdescribedFields(document: OpenAPIObject): Promise<string[]> {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<Type, unknown>;
  };
  const classes = new Map([...validationMetadatas.keys()].map((target) => [target.name, target]));
  const checks = bodySchemas(document).map(async ({ name, fields, required }) => {
    const metatype = classes.get(name);
    // A class without rules inherits all its fields.
    if (!metatype) return [];
    const described = [...required].sort().join(', ');
    const whenNull = await refusedFields(metatype, Object.fromEntries(fields.map((field) => [field, null])));
    const whenAbsent = await refusedFields(metatype, {});
    return [whenNull, whenAbsent]
      .filter((refused) => refused.join(', ') !== described)
      .map((refused) => `${name}: required are "${described}", but refused are "${refused.join(', ')}"`);
  });
  return (await Promise.all(checks)).flat();
}
