import { quotedSchema } from './sql.ts';

/** Idempotent DDL of the tables that messaging keeps in an app's schema; the app's first migration runs it. */
export function messagingTables(schema: string): string[] {
  const name = quotedSchema(schema);
  return [
    `CREATE TABLE IF NOT EXISTS ${name}.outbox (
      id bigserial PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      headers json NOT NULL,
      value text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      refused_at timestamptz,
      refused_reason text
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0)`,
    `CREATE TABLE IF NOT EXISTS ${name}.consumed_event (
      consumer text NOT NULL,
      event_id text NOT NULL,
      consumed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (consumer, event_id)
    )`,
    `CREATE TABLE IF NOT EXISTS ${name}.dead_letter (
      id bigserial PRIMARY KEY,
      consumer text NOT NULL,
      topic text NOT NULL,
      partition integer NOT NULL,
      "offset" bigint NOT NULL,
      key text,
      parks_key boolean NOT NULL,
      code text NOT NULL,
      reason text NOT NULL,
      dead_at timestamptz NOT NULL DEFAULT now(),
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replaying', 'replayed', 'skipped')),
      settled_at timestamptz,
      letter_partition integer,
      letter_offset bigint,
      UNIQUE (consumer, topic, partition, "offset")
    )`,
    `CREATE INDEX IF NOT EXISTS dead_letter_unsettled ON ${name}.dead_letter (consumer, topic, key, id)
      WHERE state IN ('waiting', 'replaying')`,
    // A key is parked exactly while one of its dead letters that ordered consumers wait for is unsettled.
    `CREATE OR REPLACE VIEW ${name}.parked_key AS
      SELECT consumer, topic, key, min(dead_at) AS parked_at, min(id) AS first_dead_letter, count(*) AS messages
      FROM ${name}.dead_letter
      WHERE parks_key AND state IN ('waiting', 'replaying')
      GROUP BY consumer, topic, key`,
  ];
}

/**
 * DDL of what outlives a loss of Kafka; a later migration of the app runs it once. What Kafka has taken is kept for as
 * long as it may have to be sent again, with where it stands. Offsets begin anew in a Kafka that has lost everything:
 * the record's own time tells its dead letters from those of before.
 */
export function lostKafkaTables(schema: string): string[] {
  const name = quotedSchema(schema);
  return [
    `CREATE TABLE ${name}.sent_message (
      id bigint NOT NULL,
      topic text NOT NULL,
      key text NOT NULL,
      headers json NOT NULL,
      value text NOT NULL,
      sent_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX sent_message_age ON ${name}.sent_message (sent_at)`,
    `CREATE TABLE ${name}.sent_until (
      topic text NOT NULL,
      partition integer NOT NULL,
      "offset" bigint NOT NULL,
      PRIMARY KEY (topic, partition)
    ) WITH (fillfactor = 50)`,
    `ALTER TABLE ${name}.dead_letter ADD COLUMN received_at timestamptz NOT NULL DEFAULT now()`,
    `ALTER TABLE ${name}.dead_letter ALTER COLUMN received_at DROP DEFAULT`,
    `ALTER TABLE ${name}.dead_letter DROP CONSTRAINT dead_letter_consumer_topic_partition_offset_key`,
    `ALTER TABLE ${name}.dead_letter ADD UNIQUE (consumer, topic, partition, "offset", received_at)`,
  ];
}

/** The same backwards. */
export function withoutLostKafkaTables(schema: string): string[] {
  const name = quotedSchema(schema);
  return [
    `DROP TABLE ${name}.sent_message`,
    `DROP TABLE ${name}.sent_until`,
    `ALTER TABLE ${name}.dead_letter DROP COLUMN received_at`,
    `ALTER TABLE ${name}.dead_letter ADD UNIQUE (consumer, topic, partition, "offset")`,
  ];
}
