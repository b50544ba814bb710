/** Bulk commands, and the outcome for each of their handoffs. */
export const bulkTables = [
  `CREATE TABLE handoff.bulk (
    bulk_id text PRIMARY KEY,
    body_hash text NOT NULL,
    caller_id text NOT NULL,
    command jsonb NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE handoff.bulk_item (
    bulk_id text NOT NULL REFERENCES handoff.bulk,
    handoff_id text NOT NULL,
    outcome text NOT NULL DEFAULT 'pending',
    claimed_until timestamptz,
    version integer,
    problem text,
    PRIMARY KEY (bulk_id, handoff_id)
  )`,
  `CREATE INDEX bulk_item_pending ON handoff.bulk_item (bulk_id, handoff_id) WHERE outcome = 'pending'`,
];
