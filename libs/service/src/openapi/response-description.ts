import { ApiResponse } from '@nestjs/swagger';
import type { ApiResponseSchemaHost } from '@nestjs/swagger';

export type ResponseSchema = ApiResponseSchemaHost['schema'];

/** What answers are described with. */
export const shapes = {
  text: { type: 'string' },
  moment: { type: 'string', format: 'date-time' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  /** Described elsewhere, or of many kinds. */
  anyObject: { type: 'object', additionalProperties: true },
  oneOf: (...values: readonly string[]): ResponseSchema => ({ type: 'string', enum: [...values] }),
  nullable: (schema: ResponseSchema): ResponseSchema => ({ ...schema, nullable: true }),
  listOf: (items: ResponseSchema): ResponseSchema => ({ type: 'array', items }),
  /** An object that always has these properties, and those of `optional` sometimes. */
  objectOf: (
    properties: Record<string, ResponseSchema>,
    optional: Record<string, ResponseSchema> = {},
  ): ResponseSchema => ({
    type: 'object',
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  }),
  /** One part of a list, with the number of all its entries. */
  pageOf: (name: string, items: ResponseSchema): ResponseSchema => ({
    type: 'object',
    required: ['total', name],
    properties: { total: { type: 'integer' }, [name]: { type: 'array', items } },
  }),
} as const;

/** What a route answers when all is well, or in a way of its own. */
export const DescribeResponse = (status: number, description: string, schema?: ResponseSchema): MethodDecorator =>
  ApiResponse({ status, description, ...(schema && { schema }) });

/** The same for each route of a controller. */
export const DescribeEachResponse =
  (...answers: readonly MethodDecorator[]): ClassDecorator =>
  ({ prototype }) => {
    const routes = Object.entries(Object.getOwnPropertyDescriptors(prototype as object));
    for (const [name, descriptor] of routes.filter(([name]) => name !== 'constructor'))
      for (const answer of answers) answer(prototype as object, name, descriptor);
  };
