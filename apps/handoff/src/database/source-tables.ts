/** When each source brought leads: one row per hour, for as long as the detection of silent sources looks back. */
export const sourceTables = [
  `CREATE TABLE handoff.source_hour (
    source text NOT NULL,
    hour timestamptz NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (source, hour)
  )`,
  `CREATE INDEX source_hour_by_age ON handoff.source_hour (hour)`,
];
