import type { MessagingMetrics } from '@baton/messaging';
import type { Metrics } from '../metrics/metrics.ts';

/** Binds the metrics of libs/messaging to the service's registry. */
export function messagingMetrics(metrics: Metrics): MessagingMetrics {
  const consumer = ['consumer', 'topic'] as const;
  const partition = [...consumer, 'partition'] as const;
  const consumed = metrics.counter('messages_consumed_total', 'Messages whose effect was committed', [...consumer]);
  const duplicates = metrics.counter('messages_duplicate_total', 'Messages skipped as duplicates', [...consumer]);
  const deadLetters = metrics.counter('messages_dead_letter_total', 'Messages moved to the dead letters', [
    ...consumer,
    'code',
  ]);
  const paused = metrics.gauge('messages_paused', '1 while a partition waits for an unavailable dependency', [
    ...partition,
  ]);
  const relayed = metrics.counter('outbox_relayed_total', 'Outbox rows sent to Kafka', ['schema', 'topic']);
  const refused = metrics.counter('outbox_refused_total', 'Outbox rows that Kafka rejected', ['schema', 'topic']);
  return {
    consumed: (labels, count) => consumed.inc(labels, count),
    duplicates: (labels, count) => duplicates.inc(labels, count),
    deadLetters: (labels, count) => deadLetters.inc(labels, count),
    paused: (labels, value) => paused.set(labels, value),
    relayed: (labels, count) => relayed.inc(labels, count),
    refused: (labels, count) => refused.inc(labels, count),
  };
}
