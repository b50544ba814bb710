import { parse } from 'pg-connection-string';
import { clientCertificateProblems, pemProblems, readPem, unusedProblems } from './pem-file.ts';
import { isSet } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';

export const databaseSslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/** How to reach PostgreSQL. What follows DATABASE_ is the name that libpq has for it, also as a parameter of the URL. */
export interface DatabaseSettings {
  DATABASE_URL: string;
  DATABASE_PASSWORD?: string | undefined;
  DATABASE_SSLMODE?: string | undefined;
  DATABASE_SSLROOTCERT?: string | undefined;
  DATABASE_SSLCERT?: string | undefined;
  DATABASE_SSLKEY?: string | undefined;
}

export const databaseKeys = [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'DATABASE_SSLMODE',
  'DATABASE_SSLROOTCERT',
  'DATABASE_SSLCERT',
  'DATABASE_SSLKEY',
] as const satisfies readonly (keyof DatabaseSettings)[];

/** How the server's certificate is checked, and the client's own one. The values are PEM texts. */
export interface DatabaseTls {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly checkServerIdentity?: () => undefined;
}

/** Where PostgreSQL is, in the shape of the options of `pg`. */
export interface DatabaseEndpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl: DatabaseTls | false;
  readonly options?: string;
}

const DEFAULT_PORT = 5432;

/** Each variable with the parameter of the URL that means the same. */
const parameters = {
  DATABASE_SSLMODE: 'sslmode',
  DATABASE_SSLROOTCERT: 'sslrootcert',
  DATABASE_SSLCERT: 'sslcert',
  DATABASE_SSLKEY: 'sslkey',
} as const;
type TlsVariable = keyof typeof parameters;
const tlsVariables = Object.keys(parameters) as TlsVariable[];

const urlOf = (text: unknown): URL | undefined =>
  typeof text === 'string' && /^postgres(ql)?:\/\/\S+$/.test(text) ? (URL.parse(text) ?? undefined) : undefined;

/** The value of a variable or, without it, of the parameter of the URL. */
function valueOf(settings: DatabaseSettings, variable: TlsVariable): string | undefined {
  const given = settings[variable];
  return isSet(given) ? given : (urlOf(settings.DATABASE_URL)?.searchParams.get(parameters[variable]) ?? undefined);
}

/** What is wrong with these settings, one entry a variable. */
export function databaseProblems(settings: DatabaseSettings): readonly SettingProblem[] {
  const url = urlOf(settings.DATABASE_URL);
  if (!url) return [{ key: 'DATABASE_URL', message: 'DATABASE_URL must be a postgresql:// address' }];
  const twice = [
    ...tlsVariables
      .filter((variable) => isSet(settings[variable]) && url.searchParams.has(parameters[variable]))
      .map((key) => ({ key, message: `${key} is also set as ${parameters[key]} in DATABASE_URL; keep one of them` })),
    ...(isSet(settings.DATABASE_PASSWORD) && url.password !== ''
      ? [{ key: 'DATABASE_PASSWORD', message: 'DATABASE_URL contains a password too; keep one of them' }]
      : []),
  ];
  return [...twice, ...tlsProblems(settings)];
}

function tlsProblems(settings: DatabaseSettings): readonly SettingProblem[] {
  const mode = valueOf(settings, 'DATABASE_SSLMODE');
  const root = valueOf(settings, 'DATABASE_SSLROOTCERT');
  const certificate = valueOf(settings, 'DATABASE_SSLCERT');
  const privateKey = valueOf(settings, 'DATABASE_SSLKEY');
  if (mode !== undefined && !databaseSslModes.some((each) => each === mode)) {
    // libpq's allow and prefer continue without encryption when the server, or someone in between, offers none.
    const message = `DATABASE_SSLMODE must be one of ${databaseSslModes.join(', ')}`;
    return [{ key: 'DATABASE_SSLMODE', message }];
  }
  if (mode === undefined || mode === 'disable') {
    const given = { DATABASE_SSLROOTCERT: root, DATABASE_SSLCERT: certificate, DATABASE_SSLKEY: privateKey };
    return unusedProblems(given, 'DATABASE_SSLMODE is disable');
  }
  const needsRoot = mode === 'verify-ca' && root === undefined;
  const isWeak = root === 'system' && mode !== 'verify-full';
  return [
    ...(isWeak
      ? [
          {
            key: 'DATABASE_SSLMODE',
            message: 'DATABASE_SSLMODE must be verify-full with the root certificate "system"',
          },
        ]
      : []),
    ...(needsRoot
      ? [{ key: 'DATABASE_SSLROOTCERT', message: 'DATABASE_SSLMODE=verify-ca needs a root certificate' }]
      : []),
    ...(root === 'system' ? [] : pemProblems('DATABASE_SSLROOTCERT', root, 'certificate')),
    ...clientCertificateProblems({
      certificateKey: 'DATABASE_SSLCERT',
      certificate,
      privateKeyKey: 'DATABASE_SSLKEY',
      privateKey,
    }),
  ];
}

/** The server, the database and how to connect to it, from settings without a problem. */
export function databaseEndpoint(settings: DatabaseSettings): DatabaseEndpoint {
  const url = urlOf(settings.DATABASE_URL) ?? new URL(settings.DATABASE_URL);
  const ssl = tlsOptions(settings);
  // The TLS parameters have been read above, as libpq means them; pg reads them in its own way.
  for (const parameter of Object.values(parameters)) url.searchParams.delete(parameter);
  const { host, port, user, password, database, options } = parse(url.href);
  return {
    host: host ?? 'localhost',
    port: Number(port ?? '') || DEFAULT_PORT,
    user: user ?? '',
    password: (isSet(settings.DATABASE_PASSWORD) ? settings.DATABASE_PASSWORD : password) ?? '',
    database: database ?? user ?? '',
    ssl,
    ...(options !== undefined && { options }),
  };
}

/** As in libpq, `require` verifies nothing, unless there is a root certificate: then it means `verify-ca`. */
function tlsOptions(settings: DatabaseSettings): DatabaseTls | false {
  const mode = valueOf(settings, 'DATABASE_SSLMODE') ?? 'disable';
  if (mode === 'disable') return false;
  const root = valueOf(settings, 'DATABASE_SSLROOTCERT');
  const certificate = valueOf(settings, 'DATABASE_SSLCERT');
  const privateKey = valueOf(settings, 'DATABASE_SSLKEY');
  return {
    rejectUnauthorized: mode !== 'require' || root !== undefined,
    ...(root !== undefined && root !== 'system' && { ca: readPem(root) }),
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(certificate !== undefined && { cert: readPem(certificate) }),
    ...(privateKey !== undefined && { key: readPem(privateKey) }),
  };
}
