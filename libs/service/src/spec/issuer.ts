import { type CryptoKey, SignJWT, exportJWK, generateKeyPair } from 'jose';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

export const AUDIENCE = 'baton';

/** An issuer of tokens for tests, with its keys served over HTTP. */
export class Issuer {
  readonly #server: Server;
  readonly #privateKey: CryptoKey;
  readonly url: string;

  private constructor(server: Server, privateKey: CryptoKey) {
    this.#server = server;
    this.#privateKey = privateKey;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<Issuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Issuer(server, privateKey);
  }

  token(
    claims: Record<string, unknown>,
    changes: { issuer?: string; audience?: string; expires?: string } = {},
  ): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('person-1')
      .setIssuer(changes.issuer ?? this.url)
      .setAudience(changes.audience ?? AUDIENCE)
      .setExpirationTime(changes.expires ?? '5m')
      .sign(this.#privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
