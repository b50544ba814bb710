import type { MessagingMetrics } from '@baton/messaging';
import type { Metrics } from '../metrics/metrics.ts';

/** What messaging reports, in the service's registry. Hand it to consumers and relays. */
export function messagingMetrics(metrics: Metrics): MessagingMetrics {
  const consumer = ['consumer', 'topic'] as const;
  const partition = [...consumer, 'partition'] as const;
  const consumed = metrics.counter('messages_consumed_total', 'Effects committed', [...consumer]);
  const duplicates = metrics.counter('messages_duplicate_total', 'Messages recognised as done', [...consumer]);
  const deadLetters = metrics.counter('messages_dead_letter_total', 'Messages set aside', [...consumer, 'code']);
  const lag = metrics.gauge('messages_lag', 'Messages behind', [...partition]);
  const paused = metrics.gauge('messages_paused', '1 while a partition waits for a dependency', [...partition]);
  const relayed = metrics.counter('outbox_relayed_total', 'Outbox rows handed to Kafka', ['schema', 'topic']);
  const refused = metrics.counter('outbox_refused_total', 'Outbox rows that Kafka refuses', ['schema', 'topic']);
  return {
    consumed: (labels, count) => consumed.inc(labels, count),
    duplicates: (labels, count) => duplicates.inc(labels, count),
    deadLetters: (labels, count) => deadLetters.inc(labels, count),
    lag: (labels, messages) => lag.set(labels, messages),
    paused: (labels, value) => paused.set(labels, value),
    relayed: (labels, count) => relayed.inc(labels, count),
    refused: (labels, count) => refused.inc(labels, count),
  };
}
