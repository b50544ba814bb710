/** The table of API keys, for the app's first migration. Keys themselves are never stored. */
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
