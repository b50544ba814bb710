/** The words of Kafka's protocol by which a broker says that this very record will never be taken. */
const refusals = new Set([
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'POLICY_VIOLATION',
  'RECORD_LIST_TOO_LARGE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** The broker's word for why it will never take a record; undefined when trying again can help. */
export function refusalOf(error: unknown): string | undefined {
  return wordsOf(error).find((word) => refusals.has(word));
}

/** True when the broker does not know the topic. */
export function isTopicMissing(error: unknown): boolean {
  return wordsOf(error).includes('UNKNOWN_TOPIC_OR_PARTITION');
}

/** True when no broker answered. */
export function isConnectionFailure(error: unknown): boolean {
  return causes(error).some(({ name }) => /^KafkaJS(Connection|RequestTimeout|NoBroker|BrokerNotFound)/.test(name));
}

function wordsOf(error: unknown): string[] {
  return causes(error).flatMap((cause) => ('type' in cause && typeof cause.type === 'string' ? [cause.type] : []));
}

function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}
