import { causesOf, explainClosedConnection, explainTlsFailure } from '@baton/messaging';

export { explainKafkaFailure } from '@baton/messaging';

const databaseVariables = {
  engine: 'PostgreSQL',
  address: 'DATABASE_URL',
  encryption: 'DATABASE_SSLMODE',
  rootCertificate: 'DATABASE_SSLROOTCERT',
  clientCertificate: 'DATABASE_SSLCERT and DATABASE_SSLKEY',
  credentials: 'DATABASE_URL or DATABASE_PASSWORD',
};

const temporalVariables = {
  engine: 'Temporal',
  address: 'TEMPORAL_ADDRESS',
  encryption: 'TEMPORAL_TLS',
  rootCertificate: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  clientCertificate: 'TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH',
  credentials: 'TEMPORAL_API_KEY',
};

const INVALID_PASSWORD = '28P01';
const INVALID_AUTHORIZATION = '28000';

/** Says which variable to correct when PostgreSQL refuses a connection; undefined when the settings are not the reason. */
export function explainDatabaseFailure(error: unknown): string | undefined {
  const causes = causesOf(error);
  const hasCode = (code: string): boolean => causes.some((cause) => cause.code === code);
  const says = (text: RegExp): boolean => causes.some(({ message }) => text.test(message));
  if (hasCode(INVALID_PASSWORD) || says(/client password must be a string|password .*must be a non-empty string/)) {
    return `PostgreSQL refuses this user and password. Correct ${databaseVariables.credentials}.`;
  }
  if (says(/server does not support SSL connections/)) {
    return 'PostgreSQL does not use TLS. Turn it on there, or set DATABASE_SSLMODE to disable.';
  }
  if (hasCode(INVALID_AUTHORIZATION) && says(/no encryption|SSL off/)) {
    return 'PostgreSQL accepts only encrypted connections. Set DATABASE_SSLMODE to verify-full.';
  }
  if (hasCode(INVALID_AUTHORIZATION) && says(/certificate/)) {
    return `PostgreSQL requires a client certificate that it trusts. Set ${databaseVariables.clientCertificate}.`;
  }
  return explainTlsFailure(error, databaseVariables);
}

const GRPC_PERMISSION_DENIED = 7;
const GRPC_UNAUTHENTICATED = 16;

/** Says which variable to correct when Temporal refuses a connection; undefined when the settings are not the reason. */
export function explainTemporalFailure(error: unknown): string | undefined {
  const causes = causesOf(error);
  const hasCode = (code: number): boolean => causes.some((cause) => cause.code === code);
  // The worker's connection gives no code.
  const isUnauthenticated = causes.some(({ message }) => /does not have valid authentication/.test(message));
  if (hasCode(GRPC_UNAUTHENTICATED) || isUnauthenticated) {
    return `Temporal refuses these credentials. Correct ${temporalVariables.credentials}.`;
  }
  if (hasCode(GRPC_PERMISSION_DENIED)) {
    return `Temporal denies access to this namespace. Correct TEMPORAL_NAMESPACE or ${temporalVariables.credentials}.`;
  }
  return explainTlsFailure(error, temporalVariables) ?? explainClosedConnection(error, temporalVariables);
}
