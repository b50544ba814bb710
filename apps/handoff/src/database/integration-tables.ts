/** Integrations and their keys. What a key may do is in `access_key`, as in every service. */
export const integrationTables = [
  `CREATE TABLE handoff.integration (
    integration_id text PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL
  )`,
  `CREATE TABLE handoff.integration_key (
    key_id text PRIMARY KEY REFERENCES handoff.access_key,
    integration_id text NOT NULL REFERENCES handoff.integration,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    revoked_by text
  )`,
  `CREATE INDEX integration_key_by_integration ON handoff.integration_key (integration_id)`,
  // Each service reports its own uses; the list shows the latest.
  `CREATE TABLE handoff.integration_key_use (
    key_id text NOT NULL,
    service text NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (key_id, service)
  )`,
];
