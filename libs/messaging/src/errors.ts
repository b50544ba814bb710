/** The message can never work: it goes to the dead letters at once, and the ones behind it are not held up. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
  /** A stable word for machines and reports, such as `unreadable-json`. */
  readonly code: string;

  /** The reason is shown to operators and logged: name fields and rules in it, never a person's data. */
  constructor(code: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}

/** Something that the handler needs is not there now: the partition pauses, and the try does not count. */
export class DependencyUnavailable extends Error {
  override readonly name: string = 'DependencyUnavailable';
}

const socketCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * PostgreSQL: connections (08), resources such as connections, memory and disk (53), shutting down or starting (57P),
 * its own I/O (58), and contention that passes by itself (serialization, deadlock, lock not available).
 */
const transientSqlState = /^(08...|53...|57P0[1-5]|58...|40001|40P01|55P03)$/;

/** What pg says without a code when the connection is gone or the pool has none to give. */
const lostConnectionMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** gRPC: DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const transientGrpcCodes = new Set([4, 8, 14]);

/** True for DependencyUnavailable and for what PostgreSQL, Kafka, Temporal (gRPC) and sockets say when they are not there. */
export function isDependencyUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DependencyUnavailable || error.name === 'DependencyUnavailable') return true;
  if (error instanceof PoisonMessage) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (socketCodes.has(code) || transientSqlState.test(code))) return true;
  if (typeof code === 'number' && 'details' in error && transientGrpcCodes.has(code)) return true;
  if (lostConnectionMessage.test(error.message)) return true;
  if (error.name.startsWith('KafkaJS') && isTransientKafkaError(error)) return true;
  if (error instanceof AggregateError && error.errors.some(isDependencyUnavailable)) return true;
  // TypeORM keeps what the driver said beside its own words.
  return (
    isDependencyUnavailable(error.cause) || isDependencyUnavailable((error as { driverError?: unknown }).driverError)
  );
}

function isTransientKafkaError(error: Error): boolean {
  return error.name === 'KafkaJSNumberOfRetriesExceeded' || (error as { retriable?: unknown }).retriable === true;
}

/**
 * What may be logged and shown about an error. A database's message can quote the values of a row, so of it only the
 * code and the names of table, column and constraint are kept.
 */
export function loggableReason(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no Error was thrown';
  const database = (error as { driverError?: Error }).driverError ?? error;
  if ('severity' in database && 'code' in database) {
    const { code, table, column, constraint } = database as Record<string, unknown>;
    const places = Object.entries({ table, column, constraint }).filter(([, name]) => typeof name === 'string');
    const where = places.map(([kind, name]) => `, ${kind} ${String(name)}`).join('');
    return `PostgreSQL error ${String(code)}${where}`;
  }
  // The parser of JSON quotes the text that it could not read.
  if (error instanceof SyntaxError) return 'SyntaxError: a text is not what it should be';
  return `${error.name}: ${error.message}`.slice(0, 500);
}
