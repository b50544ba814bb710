import { createHash } from 'node:crypto';

/**
 * A hash of several values as 64 hexadecimal digits: the identity of a request (caller, resource, key), or its body, to
 * detect a key that is reused with a different one. JSON keeps the parts apart: ['ab', 'c'] differs from ['a', 'bc'].
 */
export const requestHash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
