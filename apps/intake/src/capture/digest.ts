import { hash } from 'node:crypto';

/** A number that stands for its parts, always the same one; written as a UUID, so that it is 16 bytes in an index. */
export function digest(...parts: string[]): string {
  return asUuid(hash('sha256', JSON.stringify(parts)));
}

/** The same for bytes. */
export function digestOfBytes(bytes: Uint8Array): string {
  return asUuid(hash('sha256', bytes));
}

/** Version 8: made by a rule of one's own (RFC 9562). */
function asUuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The number of the advisory lock for a digest. Two digests that share one merely wait for each other. */
export function advisoryLockKey(digested: string): number {
  // 48 bits, which a number of JavaScript holds exactly.
  return Number.parseInt(digested.slice(0, 8) + digested.slice(9, 13), 16);
}
