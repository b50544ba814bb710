/**
 * Whether this is an error by its looks. Neither `instanceof` nor `Error.isError` knows them all: Fastify's are no
 * native errors, and Node's own belong to another realm under test.
 */
export const isError = (value: unknown): value is Error =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string' &&
  'name' in value;
