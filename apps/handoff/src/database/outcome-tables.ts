/** Won and lost leads. */
export const outcomeTables = [
  `CREATE TABLE handoff.outcome (
    outcome_id text PRIMARY KEY,
    source text NOT NULL,
    lead_id uuid NOT NULL,
    handoff_number integer,
    outcome text NOT NULL,
    decided_at timestamptz NOT NULL,
    imported boolean NOT NULL DEFAULT false,
    event jsonb NOT NULL,
    recorded boolean NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX outcome_by_lead ON handoff.outcome (lead_id)`,
  `CREATE INDEX outcome_waiting ON handoff.outcome (received_at) WHERE NOT recorded`,
  // Each outcome reported over HTTP: by whom, and the hash of its body, to refuse the same Idempotency-Key with another.
  `CREATE TABLE handoff.reported_outcome (
    outcome_id text PRIMARY KEY,
    body_hash text NOT NULL,
    reported_by jsonb NOT NULL
  )`,
];
