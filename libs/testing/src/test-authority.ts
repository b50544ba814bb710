import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { X509Certificate } from '@peculiar/x509';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { webcrypto } from 'node:crypto';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MILLISECONDS = 24 * 3_600_000;

/** Paths of PEM files. */
export interface CertificateFiles {
  certificate: string;
  key: string;
}

/** Signs certificates for the servers and clients of a test, and writes them into a directory as PEM files. */
export class TestAuthority {
  /** The path of the authority's own certificate. */
  readonly file: string;
  readonly #directory: string;
  readonly #certificate: X509Certificate;
  readonly #keys: webcrypto.CryptoKeyPair;

  private constructor(directory: string, name: string, certificate: X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#directory = directory;
    this.#certificate = certificate;
    this.#keys = keys;
    this.file = join(directory, `${name}.pem`);
    writeFileSync(this.file, `${certificate.toString('pem')}\n`);
  }

  static async create(directory: string, name: string): Promise<TestAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      ...validity(),
      keys,
      signingAlgorithm: algorithm,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    return new TestAuthority(directory, name, certificate, keys);
  }

  /** A certificate for a server with these host names and addresses, or for a client. */
  async sign(name: string, alternatives: { type: 'dns' | 'ip'; value: string }[] = []): Promise<CertificateFiles> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      ...validity(),
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: alternatives.length > 0 ? [new SubjectAlternativeNameExtension(alternatives)] : [],
    });
    const files = { certificate: join(this.#directory, `${name}.crt`), key: join(this.#directory, `${name}.key`) };
    writeFileSync(files.certificate, `${certificate.toString('pem')}\n`);
    const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    writeFileSync(files.key, `${PemConverter.encode(key, 'PRIVATE KEY')}\n`, { mode: 0o600 });
    return files;
  }
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const validity = () => ({
  notBefore: new Date(Date.now() - DAY_MILLISECONDS),
  notAfter: new Date(Date.now() + 30 * DAY_MILLISECONDS),
});
