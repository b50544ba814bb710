/** Tickets. The owner is a person or everyone with a role. */
export const ticketTables = [
  `CREATE TABLE handoff.ticket (
    ticket_id text PRIMARY KEY,
    handoff_id text REFERENCES handoff.handoff,
    kind text NOT NULL,
    owner_id text,
    owner_role text,
    team_id text,
    cause jsonb NOT NULL DEFAULT '{}',
    opened_at timestamptz NOT NULL,
    since timestamptz NOT NULL,
    closed_at timestamptz,
    times_opened integer NOT NULL DEFAULT 1,
    acknowledged_at timestamptz,
    acknowledged_by text,
    UNIQUE (handoff_id, kind)
  )`,
  `CREATE INDEX ticket_open ON handoff.ticket (opened_at) WHERE closed_at IS NULL`,
  // Text about a lead is personal data: it is stored in intake under `text_id`, and `text` is NULL.
  `CREATE TABLE handoff.ticket_comment (
    ticket_id text NOT NULL REFERENCES handoff.ticket,
    text_id uuid NOT NULL,
    author_id text NOT NULL,
    at timestamptz NOT NULL,
    text text,
    PRIMARY KEY (ticket_id, text_id)
  )`,
];
