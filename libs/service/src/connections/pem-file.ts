import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { codeOf } from './secret-file.ts';
import { isSet } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';

const labels = { certificate: 'CERTIFICATE', 'private key': 'PRIVATE KEY' } as const;

/** The text of a PEM file. */
export const readPem = (path: string): string => readFileSync(path, 'utf8');

/** Checks that a variable names a readable PEM file with a certificate or a private key. */
export function pemProblems(
  key: string,
  path: string | undefined,
  content: keyof typeof labels,
): readonly SettingProblem[] {
  if (!isSet(path)) return [];
  try {
    const isPem = readPem(path).includes(`${labels[content]}-----`);
    return isPem ? [] : [{ key, message: `${key} must name a PEM file with a ${content}` }];
  } catch (error) {
    return [{ key, message: `${key} names a file that cannot be read (${codeOf(error)})` }];
  }
}

/** The variables with a client's certificate and its key. */
export interface ClientCertificate {
  readonly certificateKey: string;
  readonly certificate: string | undefined;
  readonly privateKeyKey: string;
  readonly privateKey: string | undefined;
}

/** Checks that a client certificate and its private key are both given, readable, and belong together. */
export function clientCertificateProblems(given: ClientCertificate): readonly SettingProblem[] {
  const { certificateKey, certificate, privateKeyKey, privateKey } = given;
  if (isSet(certificate) !== isSet(privateKey)) {
    const [key, other] = isSet(certificate) ? [privateKeyKey, certificateKey] : [certificateKey, privateKeyKey];
    return [{ key, message: `${key} must be set too, because ${other} is` }];
  }
  const problems = [
    ...pemProblems(certificateKey, certificate, 'certificate'),
    ...pemProblems(privateKeyKey, privateKey, 'private key'),
  ];
  if (problems.length > 0 || !isSet(certificate) || !isSet(privateKey)) return problems;
  try {
    createSecureContext({ cert: readPem(certificate), key: readPem(privateKey) });
    return [];
  } catch (error) {
    const isMismatch = (error as NodeJS.ErrnoException).code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH';
    const fault = isMismatch ? 'is not the key of the certificate in' : 'cannot be used with';
    return [
      {
        key: privateKeyKey,
        message: `${privateKeyKey} ${fault} ${certificateKey}; an encrypted key must be decrypted`,
      },
    ];
  }
}

/** Names each variable of `given` that has a value although it has no effect, with the reason. */
export const unusedProblems = (
  given: Readonly<Record<string, string | undefined>>,
  reason: string,
): readonly SettingProblem[] =>
  Object.entries(given)
    .filter(([, value]) => isSet(value))
    .map(([key]) => ({ key, message: `${key} has no effect, because ${reason}` }));
