import { isIP } from 'node:net';
import { clientCertificateProblems, pemProblems, readPem, unusedProblems } from './pem-file.ts';
import { isSet } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';

/** How to reach Temporal. The names are those of Temporal's own CLI, which can so use the same environment. */
export interface TemporalSettings {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE?: string | undefined;
  TEMPORAL_TLS?: string | undefined;
  TEMPORAL_TLS_SERVER_CA_CERT_PATH?: string | undefined;
  TEMPORAL_TLS_SERVER_NAME?: string | undefined;
  TEMPORAL_TLS_CLIENT_CERT_PATH?: string | undefined;
  TEMPORAL_TLS_CLIENT_KEY_PATH?: string | undefined;
  TEMPORAL_API_KEY?: string | undefined;
}

export const temporalKeys = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_API_KEY',
] as const satisfies readonly (keyof TemporalSettings)[];

/** Where Temporal is, in the shape of the options of its client and worker connections. */
export interface TemporalEndpoint {
  readonly address: string;
  readonly tls?: {
    readonly serverNameOverride?: string;
    readonly serverRootCACertificate?: Uint8Array;
    readonly clientCertPair?: { readonly crt: Uint8Array; readonly key: Uint8Array };
  };
  readonly apiKey?: string;
}

/** An API key is never sent without encryption, and naming a certificate means TLS. */
const usesTls = (settings: TemporalSettings): boolean =>
  isSet(settings.TEMPORAL_TLS)
    ? settings.TEMPORAL_TLS === 'true'
    : [settings.TEMPORAL_API_KEY, ...Object.values(tlsSettings(settings))].some((value) => isSet(value));

const tlsSettings = (settings: TemporalSettings) => ({
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: settings.TEMPORAL_TLS_SERVER_CA_CERT_PATH,
  TEMPORAL_TLS_SERVER_NAME: settings.TEMPORAL_TLS_SERVER_NAME,
  TEMPORAL_TLS_CLIENT_CERT_PATH: settings.TEMPORAL_TLS_CLIENT_CERT_PATH,
  TEMPORAL_TLS_CLIENT_KEY_PATH: settings.TEMPORAL_TLS_CLIENT_KEY_PATH,
});

/** What is wrong with these settings, one entry a variable. */
export function temporalProblems(settings: TemporalSettings): readonly SettingProblem[] {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_TLS: tls, TEMPORAL_API_KEY } = settings;
  const problems: SettingProblem[] = [];
  if (!/^[^\s:]+:\d+$/.test(address)) {
    problems.push({ key: 'TEMPORAL_ADDRESS', message: 'TEMPORAL_ADDRESS must be host:port' });
  }
  if (isSet(tls) && tls !== 'true' && tls !== 'false') {
    return [...problems, { key: 'TEMPORAL_TLS', message: 'TEMPORAL_TLS must be true or false' }];
  }
  if (!usesTls(settings)) {
    return [...problems, ...unusedProblems({ ...tlsSettings(settings), TEMPORAL_API_KEY }, 'TEMPORAL_TLS is false')];
  }
  if (isIP(address.replace(/:\d+$/, '')) !== 0 && !isSet(settings.TEMPORAL_TLS_SERVER_NAME)) {
    const message =
      'TEMPORAL_ADDRESS must be a host name with TLS, or set TEMPORAL_TLS_SERVER_NAME to the name in its certificate';
    problems.push({ key: 'TEMPORAL_ADDRESS', message });
  }
  return [
    ...problems,
    ...pemProblems('TEMPORAL_TLS_SERVER_CA_CERT_PATH', settings.TEMPORAL_TLS_SERVER_CA_CERT_PATH, 'certificate'),
    ...clientCertificateProblems({
      certificateKey: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
      certificate: settings.TEMPORAL_TLS_CLIENT_CERT_PATH,
      privateKeyKey: 'TEMPORAL_TLS_CLIENT_KEY_PATH',
      privateKey: settings.TEMPORAL_TLS_CLIENT_KEY_PATH,
    }),
  ];
}

/** The address and how to connect to it, from settings without a problem. */
export function temporalEndpoint(settings: TemporalSettings): TemporalEndpoint {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_SERVER_NAME: serverName } = settings;
  const { TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca } = settings;
  const { TEMPORAL_TLS_CLIENT_CERT_PATH: crt, TEMPORAL_TLS_CLIENT_KEY_PATH: key } = settings;
  if (!usesTls(settings)) return { address };
  return {
    address,
    tls: {
      ...(isSet(serverName) && { serverNameOverride: serverName }),
      ...(isSet(ca) && { serverRootCACertificate: bytesOf(ca) }),
      ...(isSet(crt) && isSet(key) && { clientCertPair: { crt: bytesOf(crt), key: bytesOf(key) } }),
    },
    ...(isSet(apiKey) && { apiKey }),
  };
}

const bytesOf = (path: string): Uint8Array => Buffer.from(readPem(path));
