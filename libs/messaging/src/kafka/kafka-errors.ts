/** Error codes of the Kafka protocol that mean that the broker will never accept this record. */
const permanentErrors = new Set([
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'POLICY_VIOLATION',
  'RECORD_LIST_TOO_LARGE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** The protocol's code for why the broker will never accept a record; undefined when a retry can succeed. */
export function permanentErrorOf(error: unknown): string | undefined {
  return errorTypes(error).find((type) => permanentErrors.has(type));
}

/** True when the broker does not know the topic. */
export function isUnknownTopic(error: unknown): boolean {
  return errorTypes(error).includes('UNKNOWN_TOPIC_OR_PARTITION');
}

/** True when no broker responded. */
export function isConnectionFailure(error: unknown): boolean {
  return causeChain(error).some(({ name }) => /^KafkaJS(Connection|RequestTimeout|NoBroker|BrokerNotFound)/.test(name));
}

function errorTypes(error: unknown): string[] {
  return causeChain(error).flatMap((cause) => ('type' in cause && typeof cause.type === 'string' ? [cause.type] : []));
}

function causeChain(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causeChain(error.cause)] : [];
}
