import { messagingTables } from '@baton/messaging';
import { accessTables, attentionTables, RELATION_COLUMNS } from '@baton/service';
import { SCHEMA } from './schema.ts';

export const tables = [
  `CREATE TABLE scoring.lead (
    lead_id uuid PRIMARY KEY,
    snapshot jsonb,
    handoffs jsonb NOT NULL DEFAULT '[]',
    latest_verdict jsonb,
    latest_review jsonb,
    agreement_version integer,
    score real,
    open_handoff_number integer,
    last_handoff_number integer NOT NULL DEFAULT 0,
    has_imported_outcome boolean NOT NULL DEFAULT false,
    contact_ended_at timestamptz,
    status text CHECK (status IN ('handoff', 'sql', 'closed', 'nurtured', 'rejected')),
    reason text,
    since timestamptz,
    review_due_at timestamptz,
    postponed_until timestamptz,
    ${RELATION_COLUMNS}
  ) WITH (fillfactor = 85)`,
  `CREATE INDEX lead_nurtured ON scoring.lead (review_due_at, lead_id) WHERE status = 'nurtured'`,
  `CREATE TABLE scoring.judgement (
    lead_id uuid NOT NULL,
    signal_id text NOT NULL,
    rejudged_for_handoff integer NOT NULL DEFAULT 0,
    position bigint GENERATED ALWAYS AS IDENTITY,
    judged_at timestamptz NOT NULL DEFAULT now(),
    signal_received_at timestamptz NOT NULL,
    agreement_version integer NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('mql', 'nurtured', 'rejected')),
    answers jsonb NOT NULL,
    asked_criteria jsonb NOT NULL,
    score jsonb NOT NULL,
    within_handoff integer,
    handoff_number integer,
    review_due_at timestamptz,
    created_by text NOT NULL,
    imported_history jsonb,
    snapshot jsonb NOT NULL,
    PRIMARY KEY (lead_id, signal_id, rejudged_for_handoff)
  )`,
  `CREATE TABLE scoring.nurture_review (
    lead_id uuid NOT NULL REFERENCES scoring.lead,
    review_id text NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    reviewed_at timestamptz NOT NULL,
    review jsonb NOT NULL,
    PRIMARY KEY (lead_id, review_id)
  )`,
  `CREATE TABLE scoring.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    document jsonb NOT NULL
  )`,
  ...messagingTables(SCHEMA),
  ...accessTables(SCHEMA),
  ...attentionTables(SCHEMA),
];
