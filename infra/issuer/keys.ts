import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

export const algorithm = 'ES256';

/** The key pair of this place. */
export interface SigningKey {
  readonly privateKey: CryptoKey | Uint8Array;
  readonly publicJwk: JWK;
  readonly id: string;
}

async function create(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: algorithm, use: 'sig' };
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
  return jwk;
}

const read = (file: string): JWK | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch {
    return undefined;
  }
};

/** Made on first use and readable by its owner only, so that tokens stay good over restarts. */
export async function signingKey(directory: string): Promise<SigningKey> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'key.json');
  const jwk = read(file) ?? (await create(file));
  const { d: _secret, ...publicJwk } = jwk;
  return { privateKey: await importJWK(jwk, algorithm), publicJwk, id: jwk.kid ?? '' };
}
