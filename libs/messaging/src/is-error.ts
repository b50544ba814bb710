/**
 * True for anything that has the shape of an error. Neither `instanceof` nor `Error.isError` recognises all of them:
 * Fastify's errors are not native ones, and under Jest those of Node itself belong to another realm.
 */
export const isError = (value: unknown): value is Error =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string' &&
  'name' in value;
