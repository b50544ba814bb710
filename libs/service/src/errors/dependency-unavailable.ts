import { isError } from './is-error.ts';
const networkErrorCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);
/** PostgreSQL: connection exceptions, too many connections, shutdown, crash, start-up, lock and statement time-outs. */
const transientSqlStatePattern = /^(08...|53300|57P0[1-5]|57014|55P03)$/;
/** The driver's sentences that carry no code. */
const driverMessagePattern =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Query read timeout)/;
/** gRPC: deadline exceeded, resource exhausted, unavailable. */
const transientGrpcCodes = new Set([4, 8, 14]);

/** Whether the error says that PostgreSQL, Kafka, Temporal or a neighbour is away, and not that the request is wrong. */
export function isDependencyUnavailable(error: unknown, depth = 0): boolean {
  if (!isError(error) || depth > 5) {
    return false;
  }
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && (networkErrorCodes.has(code) || transientSqlStatePattern.test(code))) {
    return true;
  }
  if (typeof code === 'number' && transientGrpcCodes.has(code) && 'details' in error) {
    return true;
  }
  if (
    driverMessagePattern.test(error.message) ||
    /^KafkaJS(Connection|NumberOfRetries|BrokerNotFound|RequestTimeout)/.test(error.name)
  ) {
    return true;
  }
  if (error.name === 'DependencyUnavailable' || error.name === 'ConnectionIsNotSetError') {
    return true;
  }
  const inner: unknown[] = [
    error.cause,
    'driverError' in error ? error.driverError : undefined,
    ...('errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : []),
  ];
  return inner.some((each) => isDependencyUnavailable(each, depth + 1));
}
