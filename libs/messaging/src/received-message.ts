/** A Kafka message as a reader sees it. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  /** On a replay: partition and offset of the original, so that an identity made of them stays the same. */
  offset: string;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer;
  /** The record's own timestamp in Kafka: the same at every redelivery and replay. */
  receivedAt: Date;
}
