import { isError } from './is-error.ts';

/** The message can never be processed: it goes straight to the dead letters, and later messages continue. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
  /** A stable code for machines and metrics, such as `unreadable-json`. */
  readonly code: string;

  /** Operators see the reason, and it is logged: name fields and rules in it, never personal data. */
  constructor(code: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}

/** Something that the handler needs is unavailable: the partition pauses, and the attempt does not count. */
export class DependencyUnavailable extends Error {
  override readonly name: string = 'DependencyUnavailable';
}

const networkErrorCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/**
 * PostgreSQL: connections (08), resources such as connections, memory and disk (53), shutdown and startup (57P), its own
 * I/O (58), and lock not available.
 */
const transientSqlState = /^(08...|53...|57P0[1-5]|58...|55P03)$/;

/** PostgreSQL: serialisation failure and deadlock. The same work succeeds when it is repeated. */
const writeConflictSqlState = /^(40001|40P01)$/;

/** What pg reports without a code when a connection is lost or the pool has none to give. */
const lostConnectionMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after|Query read timeout)/;

/** The names of the class above and of TypeORM's error for a missing connection. */
const unavailableNames = new Set(['DependencyUnavailable', 'ConnectionIsNotSetError']);

/** gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const transientGrpcCodes = new Set([4, 8, 14]);

/** Causes and driver errors are searched this deep, in case one of them refers back to itself. */
const MAX_CAUSE_DEPTH = 5;

/**
 * True for failures that pass without any change, and false for mistakes in the message or the code: what PostgreSQL,
 * Kafka, Temporal (gRPC) and sockets report while they are down, and write conflicts.
 */
export const isTransientError = (error: unknown): boolean => isWriteConflict(error) || isDependencyUnavailable(error);

/** True when two transactions collided in PostgreSQL and this one lost. */
export const isWriteConflict = (error: unknown): boolean =>
  someCause(error, ({ code }) => typeof code === 'string' && writeConflictSqlState.test(code));

/** True when PostgreSQL, Kafka, Temporal or a network peer is unavailable. */
export const isDependencyUnavailable = (error: unknown): boolean => someCause(error, isUnavailable);

function isUnavailable(error: Error & { code?: unknown }): boolean {
  const { code, name, message } = error;
  if (typeof code === 'string' && (networkErrorCodes.has(code) || transientSqlState.test(code))) return true;
  if (typeof code === 'number' && 'details' in error && transientGrpcCodes.has(code)) return true;
  if (unavailableNames.has(name) || lostConnectionMessage.test(message)) return true;
  return name.startsWith('KafkaJS') && isTransientKafkaError(error);
}

/** Checks an error, its causes, the errors it aggregates, and the driver's error that TypeORM attaches to its own. */
function someCause(error: unknown, matches: (error: Error & { code?: unknown }) => boolean, depth = 0): boolean {
  if (!isError(error) || error instanceof PoisonMessage || depth > MAX_CAUSE_DEPTH) return false;
  if (matches(error)) return true;
  const { cause, driverError, errors } = error as { cause?: unknown; driverError?: unknown; errors?: unknown };
  const inner: unknown[] = [cause, driverError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((each) => someCause(each, matches, depth + 1));
}

const isTransientKafkaError = (error: Error): boolean =>
  /^KafkaJS(Connection|NumberOfRetries|BrokerNotFound|RequestTimeout)/.test(error.name) ||
  (error as { retriable?: unknown }).retriable === true;

/**
 * What may be logged and shown of an error. A database error can quote the values of a row, so only its code and the
 * names of its table, column and constraint are kept.
 */
export function loggableReason(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is not an Error was thrown';
  const database = (error as { driverError?: Error }).driverError ?? error;
  if ('severity' in database && 'code' in database) {
    const { code, table, column, constraint } = database as Record<string, unknown>;
    const named = Object.entries({ table, column, constraint }).filter(([, name]) => typeof name === 'string');
    const location = named.map(([kind, name]) => `, ${kind} ${String(name)}`).join('');
    return `PostgreSQL error ${String(code)}${location}`;
  }
  // JSON.parse quotes the text that it could not parse.
  if (error instanceof SyntaxError) return 'SyntaxError: a text could not be parsed';
  return `${error.name}: ${error.message}`.slice(0, 500);
}
