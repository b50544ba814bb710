/** Counters and gauges that messaging reports; the service binds them to its metrics registry. Every hook is optional. */
export interface MessagingMetrics {
  /** Effects that were committed. */
  consumed?(labels: { consumer: string; topic: string }, count: number): void;
  /** Messages recognised as already done. */
  duplicates?(labels: { consumer: string; topic: string }, count: number): void;
  /** Messages set aside, with the code that says why. */
  deadLetters?(labels: { consumer: string; topic: string; code: string }, count: number): void;
  /** Messages behind in a partition after the last batch. */
  lag?(labels: { consumer: string; topic: string; partition: number }, messages: number): void;
  /** 1 while a partition waits for a dependency, else 0. */
  paused?(labels: { consumer: string; topic: string; partition: number }, paused: 0 | 1): void;
  /** Rows of the outbox handed to Kafka. */
  relayed?(labels: { schema: string; topic: string }, count: number): void;
  /** Rows that Kafka refuses for ever. */
  refused?(labels: { schema: string; topic: string }, count: number): void;
}
