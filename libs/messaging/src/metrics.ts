/** Counters and gauges that messaging updates; the service binds them to its metrics registry. Every hook is optional. */
export interface MessagingMetrics {
  /** Messages whose effect was committed. */
  consumed?(labels: { consumer: string; topic: string }, count: number): void;
  /** Messages skipped because their effect was committed before. */
  duplicates?(labels: { consumer: string; topic: string }, count: number): void;
  /** Messages moved to the dead letters, by the code of the reason. */
  deadLetters?(labels: { consumer: string; topic: string; code: string }, count: number): void;
  /** 1 while a partition waits for an unavailable dependency, otherwise 0. */
  paused?(labels: { consumer: string; topic: string; partition: number }, paused: 0 | 1): void;
  /** Outbox rows sent to Kafka. */
  relayed?(labels: { schema: string; topic: string }, count: number): void;
  /** Outbox rows that Kafka rejects permanently. */
  refused?(labels: { schema: string; topic: string }, count: number): void;
}
