import { hash } from 'node:crypto';

/** Equal parts give an equal digest. It is a UUID because an index stores a UUID in 16 bytes. */
export function digest(...parts: string[]): string {
  return asUuid(hash('sha256', JSON.stringify(parts)));
}

export function digestOfBytes(bytes: Uint8Array): string {
  return asUuid(hash('sha256', bytes));
}

/** UUID version 8, which RFC 9562 reserves for custom formats. */
function asUuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A collision of two keys is harmless: the transactions only wait for each other. */
export function advisoryLockKey(digest: string): number {
  // 48 bits fit into a JavaScript number without rounding.
  return Number.parseInt(digest.slice(0, 8) + digest.slice(9, 13), 16);
}
