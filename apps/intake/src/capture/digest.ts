import { createHash } from 'node:crypto';

/** A number that stands for its parts, always the same one; written as a UUID, so that it is 16 bytes in an index. */
export function digest(...parts: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  // Version 8: made by a rule of one's own (RFC 9562).
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** The same for bytes. */
export function digestOfBytes(bytes: Uint8Array): string {
  return digest(createHash('sha256').update(bytes).digest('base64'));
}

/** The number of the advisory lock for a digest; two that share one merely wait for each other. */
export function lockNumber(digested: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${digested.replaceAll('-', '').slice(0, 16)}`));
}
