import { quotedSchema } from './sql.ts';

/** Creates the tables that messaging needs in a service's schema. The service's first migration runs these statements. */
export function messagingTables(schema: string): string[] {
  const name = quotedSchema(schema);
  return [
    `CREATE TABLE ${name}.outbox (
      id bigserial PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      headers json NOT NULL,
      value text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      refused_at timestamptz,
      refused_reason text
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0)`,
    `CREATE TABLE ${name}.consumed_event (
      consumer text NOT NULL,
      event_id text NOT NULL,
      consumed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (consumer, event_id)
    )`,
    `CREATE TABLE ${name}.dead_letter (
      id bigserial PRIMARY KEY,
      consumer text NOT NULL,
      topic text NOT NULL,
      partition integer NOT NULL,
      "offset" bigint NOT NULL,
      received_at timestamptz NOT NULL,
      key text,
      parks_key boolean NOT NULL,
      code text NOT NULL,
      reason text NOT NULL,
      digest bytea NOT NULL,
      failed_at timestamptz NOT NULL DEFAULT now(),
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replaying', 'replayed', 'skipped')),
      resolved_at timestamptz,
      dlq_partition integer,
      dlq_offset bigint,
      UNIQUE (consumer, topic, partition, "offset", received_at)
    )`,
    `CREATE INDEX dead_letter_unresolved ON ${name}.dead_letter (consumer, topic, key, id)
      WHERE state IN ('waiting', 'replaying')`,
    // A key is parked while an ordered consumer waits for one of its dead letters to be resolved.
    `CREATE VIEW ${name}.parked_key AS
      SELECT consumer, topic, key, min(failed_at) AS parked_at, min(id) AS first_dead_letter_id, count(*) AS message_count
      FROM ${name}.dead_letter
      WHERE parks_key AND state IN ('waiting', 'replaying')
      GROUP BY consumer, topic, key`,
    // What Kafka has accepted, kept in case Kafka loses it and it has to be sent again.
    `CREATE TABLE ${name}.sent_message (
      id bigint NOT NULL,
      topic text NOT NULL,
      key text NOT NULL,
      headers json NOT NULL,
      value text NOT NULL,
      sent_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX sent_message_age ON ${name}.sent_message (sent_at)`,
    `CREATE TABLE ${name}.sent_position (
      topic text NOT NULL,
      partition integer NOT NULL,
      "offset" bigint NOT NULL,
      PRIMARY KEY (topic, partition)
    ) WITH (fillfactor = 50)`,
  ];
}
