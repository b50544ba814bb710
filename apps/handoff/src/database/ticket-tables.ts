/** Alarms. One that is about no handoff (a channel that fails, a silent source) belongs to a role. */
export const ticketTables = [
  `CREATE TABLE handoff.ticket (
    ticket_id text PRIMARY KEY,
    handoff_id text REFERENCES handoff.handoff,
    kind text NOT NULL,
    owner_id text,
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
  // What is written is personal and lies in intake, under this id.
  `CREATE TABLE handoff.ticket_comment (
    ticket_id text NOT NULL REFERENCES handoff.ticket,
    text_id uuid NOT NULL,
    author_id text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, text_id)
  )`,
];

/** What is said of an alarm that is about no lead is about no person either, and stays with it. */
export const TICKET_COMMENT_TEXT = `ALTER TABLE handoff.ticket_comment ADD COLUMN text text`;

/** Those that an earlier version left with somebody whose lead it is no more. */
export const TICKETS_WITH_THEIR_LEADS = `UPDATE handoff.ticket t
  SET owner_id = h.owner_id, team_id = h.team_id, cause = jsonb_build_object('brokenBy', t.owner_id) || t.cause
  FROM handoff.handoff h
  WHERE h.handoff_id = t.handoff_id AND t.closed_at IS NULL
    AND t.owner_id IS NOT NULL AND t.owner_id IS DISTINCT FROM h.owner_id`;
