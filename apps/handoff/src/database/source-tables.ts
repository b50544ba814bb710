/** When each source brought leads, a row per hour, as far back as its silence is judged by. */
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
