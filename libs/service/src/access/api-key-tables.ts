/** The table of API keys, for the service's first migration. Only hashes of keys are stored. */
export const apiKeyTables = (schema: string): string[] => [
  `CREATE TABLE IF NOT EXISTS "${schema}".api_key (
    id text PRIMARY KEY,
    name text NOT NULL,
    roles text[] NOT NULL,
    hash bytea NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
  )`,
];
