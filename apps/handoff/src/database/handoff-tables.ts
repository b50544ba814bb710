import { RELATION_COLUMNS } from '@baton/service';

/** A row for each handoff, its record, and the commands from Kafka that were processed. */
export const handoffTables = [
  /** Leads whose person opted out or was erased. A handoff that starts later finds it here. */
  `CREATE TABLE handoff.contact_end (
    lead_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('opted-out', 'erased')),
    at timestamptz NOT NULL
  )`,
  // Each row is the fold of its record at the same version.
  `CREATE TABLE handoff.handoff (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer NOT NULL,
    agreement_version integer NOT NULL,
    source text NOT NULL DEFAULT '',
    channel text,
    company_domain text,
    score real NOT NULL DEFAULT 0,
    stage text NOT NULL DEFAULT 'transferring',
    ending text,
    owner_id text,
    team_id text,
    opened boolean NOT NULL DEFAULT false,
    accepted boolean NOT NULL DEFAULT false,
    next_due_at timestamptz,
    next_due_promise text,
    broken_promises text[] NOT NULL DEFAULT '{}',
    counted_touches integer NOT NULL DEFAULT 0,
    reached boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL DEFAULT now(),
    transferred_at timestamptz,
    ended_at timestamptz,
    sql_at timestamptz,
    -- Won or lost.
    outcome text,
    -- When the lead asked to be contacted.
    next_step_at timestamptz,
    postponed_until timestamptz,
    needs_closer boolean NOT NULL DEFAULT false,
    waits_for text[] NOT NULL DEFAULT '{}',
    late_in_queue boolean NOT NULL DEFAULT false,
    slot_of text,
    reserved_for text,
    reserved_until timestamptz,
    reservation jsonb,
    version integer NOT NULL DEFAULT 0,
    ${RELATION_COLUMNS},
    UNIQUE (lead_id, handoff_number)
  )`,
  `CREATE INDEX handoff_by_owner ON handoff.handoff (owner_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_team ON handoff.handoff (team_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_past_owner ON handoff.handoff USING gin (owner_ids)`,
  `CREATE INDEX handoff_by_past_team ON handoff.handoff USING gin (team_ids)`,
  `CREATE INDEX handoff_by_start ON handoff.handoff (started_at DESC, handoff_id)`,
  `CREATE INDEX handoff_open ON handoff.handoff (owner_id) WHERE stage <> 'ended'`,
  `CREATE INDEX handoff_open_by_company ON handoff.handoff (company_domain) WHERE stage <> 'ended'`,
  `CREATE INDEX handoff_by_company ON handoff.handoff (company_domain) WHERE company_domain IS NOT NULL`,
  `CREATE INDEX handoff_by_due ON handoff.handoff (next_due_at) WHERE stage <> 'ended'`,
  `CREATE INDEX handoff_postponed ON handoff.handoff (handoff_id) WHERE ending = 'postponed'`,
  `CREATE INDEX handoff_queued ON handoff.handoff (team_id, score DESC, started_at) WHERE stage = 'queued'`,
  `CREATE INDEX handoff_by_slot ON handoff.handoff (slot_of) WHERE slot_of IS NOT NULL`,
  `CREATE INDEX handoff_by_reservation ON handoff.handoff (reserved_for) WHERE reserved_for IS NOT NULL`,
  `CREATE INDEX handoff_without_outcome ON handoff.handoff (sql_at) WHERE sql_at IS NOT NULL AND outcome IS NULL`,
  `CREATE TABLE handoff.record (
    handoff_id text NOT NULL REFERENCES handoff.handoff,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    cause jsonb NOT NULL,
    cause_key text NOT NULL,
    step jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version),
    CHECK (at <= recorded_at)
  )`,
  `CREATE INDEX record_by_cause ON handoff.record (handoff_id, cause_key)`,
  // The body that an event id of a sender belongs to.
  `CREATE TABLE handoff.received_command (
    command_id text PRIMARY KEY,
    body_hash text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE handoff.command_answer (
    answer_id text PRIMARY KEY,
    answered_at timestamptz NOT NULL DEFAULT now()
  )`,
];
