import type { Logger } from '../logger.ts';

interface KafkaLogEntry {
  level: number;
  namespace: string;
  log: { message: string; [detail: string]: unknown };
}

const WARNING_LEVEL = 2;

/** These log every attempt to reach a broker; the code that waits for Kafka logs it once, with the reason. */
const noisyNamespaces = new Set(['Connection', 'BrokerPool', 'Producer']);

/** kafkajs logs every lost connection as an error; here it is a warning, because everything that needs Kafka retries. */
export function kafkaLogger(logger: Logger): (entry: KafkaLogEntry) => void {
  return ({ level, namespace, log }) => {
    const { message, error, broker, groupId } = log;
    // A warning about our bounded retries, which KafkaProducer makes safe with a new producer id after each failure.
    if (message.startsWith('Limiting retries for the idempotent producer')) return;
    const details = { from: `kafkajs ${namespace}`, error, broker, groupId };
    if (level <= WARNING_LEVEL && !noisyNamespaces.has(namespace)) logger.warn(details, message);
    else logger.debug(details, message);
  };
}
