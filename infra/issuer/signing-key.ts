import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { Failure } from '../failure.ts';
import { writeOnce } from '../process/write-file-once.ts';

export const ALGORITHM = 'ES256';

/** The key pair of this issuer. */
export interface SigningKey {
  readonly privateKey: CryptoKey | Uint8Array;
  readonly publicJwk: JWK;
  readonly id: string;
}

async function createKeyFile(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: ALGORITHM, use: 'sig' };
  writeOnce(file, JSON.stringify(jwk));
}

async function readKeyFile(file: string): Promise<SigningKey> {
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { d: _secret, ...publicJwk } = jwk;
  return { privateKey: await importJWK(jwk, ALGORITHM), publicJwk, id: jwk.kid ?? '' };
}

/** Reads the key, or creates it. It outlives restarts, so that tokens stay valid. */
export async function signingKey(directory: string): Promise<SigningKey> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'key.json');
  if (!existsSync(file)) await createKeyFile(file);
  try {
    return await readKeyFile(file);
  } catch (error) {
    throw new Failure(
      `The signing key cannot be read from ${file}: ${error instanceof Error ? error.message : String(error)}.`,
      'Delete it. The next start creates a new key, and everyone needs a new token.',
    );
  }
}
