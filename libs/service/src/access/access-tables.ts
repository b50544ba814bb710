/** The service's copy of people and integration keys, for its first migration. Only hashes of secrets are stored. */
export const accessTables = (schema: string): string[] => [
  `CREATE TABLE "${schema}".access_person (
    person_id text PRIMARY KEY,
    version bigint NOT NULL,
    roles text[] NOT NULL,
    team_id text,
    active boolean NOT NULL
  )`,
  // `access` is the data of the event, so that additions to it need no migration.
  `CREATE TABLE "${schema}".access_key (
    key_id text PRIMARY KEY,
    version bigint NOT NULL,
    access jsonb NOT NULL
  )`,
];
