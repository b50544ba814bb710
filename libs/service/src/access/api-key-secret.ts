import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'baton_';
const secretPattern = /^baton_([0-9a-f]{16})_[\w-]{43}$/;

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time. */
export const matchesHash = (key: string, hash: Uint8Array): boolean => {
  const given = sha256(key);
  return hash.length === given.length && timingSafeEqual(given, hash);
};

/** A new key: a public id to find it by, and 256 random bits as its secret. */
export const generateApiKey = (): { id: string; key: string; hash: Buffer } => {
  const id = randomBytes(8).toString('hex');
  const key = `${PREFIX}${id}_${randomBytes(32).toString('base64url')}`;
  return { id, key, hash: sha256(key) };
};

export const isApiKey = (token: string): boolean => token.startsWith(PREFIX);

/** The id within a key; undefined if the key does not have Baton's format. */
export const apiKeyId = (key: string): string | undefined => secretPattern.exec(key)?.[1];
