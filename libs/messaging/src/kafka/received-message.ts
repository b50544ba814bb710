/** A Kafka message as event readers and handlers get it. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  /** In a replayed message, the original offset (and partition), so that an id derived from them stays the same. */
  offset: string;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer;
  /** The record's timestamp in Kafka: the same for every redelivery and replay. */
  receivedAt: Date;
  /** Whether the broker set the timestamp (LogAppendTime). Otherwise it is what the sender says. */
  isDatedByBroker?: boolean;
}
