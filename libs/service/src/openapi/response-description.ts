import { ApiResponse } from '@nestjs/swagger';
import type { ApiResponseSchemaHost } from '@nestjs/swagger';

export type ResponseSchema = ApiResponseSchemaHost['schema'];

/** The schemas that response descriptions are built from. */
export const shapes = {
  text: { type: 'string' },
  moment: { type: 'string', format: 'date-time' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  /** An object that is described elsewhere. */
  anyObject: { type: 'object', additionalProperties: true },
  /** A schema that the document has by name. */
  named: (name: string): ResponseSchema => ({ $ref: `#/components/schemas/${name}` }),
  oneOf: (...values: readonly string[]): ResponseSchema => ({ type: 'string', enum: [...values] }),
  nullable: (schema: ResponseSchema): ResponseSchema => ({ ...schema, nullable: true }),
  listOf: (items: ResponseSchema): ResponseSchema => ({ type: 'array', items }),
  /** An object with these required properties, and those of `optional`. */
  objectOf: (
    properties: Record<string, ResponseSchema>,
    optional: Record<string, ResponseSchema> = {},
  ): ResponseSchema => ({
    type: 'object',
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  }),
  /** An object whose keys vary. */
  mapOf: (values: ResponseSchema): ResponseSchema => ({ type: 'object', additionalProperties: values }),
  /** A page of a list under `name`, with the total number of items. */
  pageOf: (name: string, items: ResponseSchema): ResponseSchema => ({
    type: 'object',
    required: ['total', name],
    properties: { total: { type: 'integer' }, [name]: { type: 'array', items } },
  }),
} as const;

/** Describes a response of a route. */
export const DescribeResponse = (status: number, description: string, schema?: ResponseSchema): MethodDecorator =>
  ApiResponse({ status, description, ...(schema && { schema }) });

/** Applies the descriptions to each route of a controller. */
export const DescribeEachResponse =
  (...descriptions: readonly MethodDecorator[]): ClassDecorator =>
  ({ prototype }) => {
    const routes = Object.entries(Object.getOwnPropertyDescriptors(prototype as object));
    for (const [name, descriptor] of routes.filter(([name]) => name !== 'constructor'))
      for (const describe of descriptions) describe(prototype as object, name, descriptor);
  };
