import { staffTables } from './staff-tables.ts';
import { notificationTables } from './notification-tables.ts';
import { ticketTables } from './ticket-tables.ts';

/** What the first migration makes, beside the tables of messaging and of API keys; later migrations change it. */
export const handoffTables = [
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
    waits_for text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 0,
    UNIQUE (lead_id, handoff_number)
  )`,
  `CREATE INDEX handoff_by_owner ON handoff.handoff (owner_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_team ON handoff.handoff (team_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_start ON handoff.handoff (started_at DESC, handoff_id)`,
  `CREATE INDEX handoff_open ON handoff.handoff (owner_id) WHERE stage <> 'ended'`,
  `CREATE INDEX handoff_open_by_company ON handoff.handoff (company_domain) WHERE stage <> 'ended'`,
  `CREATE INDEX handoff_by_due ON handoff.handoff (next_due_at) WHERE stage <> 'ended'`,
  `CREATE TABLE handoff.record (
    handoff_id text NOT NULL REFERENCES handoff.handoff,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    cause jsonb NOT NULL,
    cause_key text NOT NULL,
    step jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX record_by_cause ON handoff.record (handoff_id, cause_key)`,
  ...ticketTables,
  ...staffTables,
  `CREATE TABLE handoff.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    document jsonb NOT NULL
  )`,
  `CREATE TABLE handoff.bulk (
    bulk_id text PRIMARY KEY,
    caller_id text NOT NULL,
    caller jsonb NOT NULL,
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
  `CREATE TABLE handoff.answered_command (
    command_id text PRIMARY KEY,
    answered_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE handoff.outcome (
    outcome_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer,
    outcome text NOT NULL,
    decided_at timestamptz NOT NULL,
    event jsonb NOT NULL,
    recorded boolean NOT NULL DEFAULT false
  )`,
  `CREATE INDEX outcome_by_lead ON handoff.outcome (lead_id)`,
  ...notificationTables,
];
