import { createHash } from 'node:crypto';

/**
 * One hash for a list of values, as 64 hexadecimal digits. Used as the identity of a request (caller, resource, key) and
 * to tell whether a repeated request has the same body. JSON keeps the parts apart: ['ab', 'c'] is not ['a', 'bc'].
 */
export const requestHash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
