import type { Logger } from './logger.ts';

interface KafkaLogEntry {
  level: number;
  namespace: string;
  log: { message: string; [detail: string]: unknown };
}

const WARNING_LEVEL = 2;

/** Each try to reach a broker is told by these; whoever waits for Kafka tells of it once, and why. */
const noisyNamespaces = new Set(['Connection', 'BrokerPool', 'Producer']);

/** kafkajs calls every lost connection an error; here they are warnings, since whoever waits for Kafka retries. */
export function kafkaLogger(logger: Logger): (entry: KafkaLogEntry) => void {
  return ({ level, namespace, log }) => {
    const { message, error, broker, groupId } = log;
    // Said of a bounded number of retries; a new producer id after a failure is the answer to it.
    if (message.startsWith('Limiting retries for the idempotent producer')) return;
    const details = { from: `kafkajs ${namespace}`, error, broker, groupId };
    if (level <= WARNING_LEVEL && !noisyNamespaces.has(namespace)) logger.warn(details, message);
    else logger.debug(details, message);
  };
}
