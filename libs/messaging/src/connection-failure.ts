import { isError } from './is-error.ts';

/** The environment variables that decide how an engine is reached, for messages that say which one to correct. */
export interface ConnectionVariables {
  readonly engine: string;
  readonly address: string;
  /** Turns encryption on or off. */
  readonly encryption: string;
  readonly rootCertificate: string;
  readonly clientCertificate: string;
  readonly credentials: string;
}

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);
const expired = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

// gRPC and kafkajs keep only the text of the error, in another message.
const untrustedText =
  /self[- ]signed certificate|unable to (verify the first|get (local )?issuer) certificate|UnknownIssuer/i;
const wrongNameText = /does not match certificate's altnames|NotValidForName|certificate not valid for name/i;
const expiredText = /certificate has expired|certificate is not yet valid/i;
const plaintextServerText = /wrong version number|packet length too long|InvalidContentType|corrupt message of type/i;
const clientCertificateText =
  /alert (number 116|bad certificate|certificate required|handshake failure|unknown ca)|CertificateRequired|BadCertificate/i;
/**
 * Says in a sentence what is wrong with an encrypted connection and which variable to correct; undefined when TLS is not
 * the reason.
 */
export function explainTlsFailure(error: unknown, variables: ConnectionVariables): string | undefined {
  const { engine, address, encryption, rootCertificate, clientCertificate } = variables;
  const causes = causesOf(error);
  const has = (codes: ReadonlySet<string>, text: RegExp): boolean =>
    causes.some(({ code, message }) => codes.has(String(code)) || text.test(message));
  if (has(new Set(['ERR_TLS_CERT_ALTNAME_INVALID']), wrongNameText)) {
    return `The certificate of ${engine} is for another host name. Use a name that the certificate contains in ${address}.`;
  }
  if (has(untrusted, untrustedText)) {
    return `The certificate of ${engine} is not signed by an authority that Baton trusts. Set ${rootCertificate} to the certificate of its authority.`;
  }
  if (has(expired, expiredText)) {
    return `The certificate of ${engine} is expired or not valid yet. Renew it, or correct the clock of this machine.`;
  }
  if (has(new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']), plaintextServerText)) {
    return `${engine} does not use TLS on this port. Correct the port in ${address}, or turn TLS off in ${encryption}.`;
  }
  if (has(new Set(['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED']), clientCertificateText)) {
    return `${engine} requires a client certificate that it trusts. Set ${clientCertificate}.`;
  }
  return undefined;
}

const closedText =
  /Last error: Failed to connect|closed because of a broken pipe|without sending TLS close_notify|^Closed connection$|before secure TLS connection was established|ECONNRESET/;

/**
 * Says what to check when a server closes a connection before it has answered anything, as it does when only one side uses
 * TLS. Only for a first connection: later, a server closes connections when it stops.
 */
export function explainClosedConnection(error: unknown, variables: ConnectionVariables): string | undefined {
  if (!causesOf(error).some(({ message }) => closedText.test(message))) return undefined;
  const { engine, encryption, clientCertificate } = variables;
  return `${engine} closes the connection. Check whether it uses TLS on this port (${encryption}) and requires a client certificate (${clientCertificate}).`;
}

/** The error and everything that it names as a reason. */
export function causesOf(error: unknown): (Error & { code?: unknown })[] {
  if (!isError(error)) return [];
  const { cause, driverError, originalError, errors } = error as Error & Record<string, unknown>;
  const inner = [cause, driverError, originalError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [error, ...inner.filter((each) => each !== error).flatMap(causesOf)];
}
