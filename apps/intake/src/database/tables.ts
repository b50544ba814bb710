import { messagingTables } from '@baton/messaging';
import { accessTables, attentionTables, RELATION_COLUMNS } from '@baton/service';
import { SCHEMA } from './schema.ts';

/** Everything about a lead that is not personal. It stays when the person is erased. */
const leads = [
  `CREATE TABLE intake.lead (
    id uuid PRIMARY KEY,
    source text NOT NULL,
    first_received_at timestamptz NOT NULL,
    snapshot jsonb NOT NULL,
    erased_at timestamptz
  )`,
  `CREATE INDEX lead_latest ON intake.lead (first_received_at DESC, id)`,
  `CREATE TABLE intake.lead_status (
    lead_id uuid PRIMARY KEY,
    verdict text,
    judged_signal_at timestamptz,
    handoff_number integer NOT NULL DEFAULT 0,
    handoff jsonb,
    ${RELATION_COLUMNS}
  )`,
  `CREATE TABLE intake.imported_outcome (
    identity uuid PRIMARY KEY,
    lead_id uuid NOT NULL
  )`,
  /** A pair is stored once, with the greater id first. */
  `CREATE TABLE intake.likely_duplicate (
    lead_id uuid NOT NULL,
    other_lead_id uuid NOT NULL,
    reason text NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (lead_id, other_lead_id)
  )`,
  `CREATE INDEX likely_duplicate_of_other ON intake.likely_duplicate (other_lead_id)`,
  `CREATE TABLE intake.erasure (
    id bigserial PRIMARY KEY,
    lead_id uuid NOT NULL,
    erased_by text NOT NULL,
    erased_at timestamptz NOT NULL,
    counts jsonb NOT NULL
  )`,
  `CREATE TABLE intake.quarantine_owner (
    source text PRIMARY KEY,
    role text,
    person_id text,
    CHECK ((role IS NULL) <> (person_id IS NULL))
  )`,
  `CREATE TABLE intake.agreement_calendar (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    calendar jsonb NOT NULL,
    -- ISO 8601 duration
    review_within text NOT NULL
  )`,
];

/**
 * All personal data, and the only place for it. These tables have no foreign keys: one statement writes a whole batch
 * of leads, and checking foreign keys would take half of its time.
 */
const persons = [
  `CREATE TABLE intake.person (
    lead_id uuid PRIMARY KEY,
    name text,
    phone text,
    email text,
    company_name text
  )`,
  `CREATE TABLE intake.lead_key (
    digest uuid NOT NULL,
    lead_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (digest, lead_id, kind)
  )`,
  `CREATE INDEX lead_key_of_lead ON intake.lead_key (lead_id)`,
  `CREATE TABLE intake.lead_text (
    lead_id uuid NOT NULL,
    text_id text NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    author_id text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (lead_id, text_id)
  )`,
  `CREATE TABLE intake.lead_remark (
    lead_id uuid NOT NULL,
    signal_id uuid NOT NULL,
    field text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (lead_id, signal_id, field, code)
  )`,
  `CREATE TABLE intake.raw_submission (
    id uuid PRIMARY KEY,
    entry_point text NOT NULL,
    received_at timestamptz NOT NULL,
    created_by text NOT NULL,
    status text NOT NULL CHECK (status IN ('accepted', 'refused')),
    codes text[] NOT NULL DEFAULT '{}',
    body bytea,
    identity uuid,
    body_digest uuid,
    delivery uuid,
    lead_id uuid,
    is_new boolean
  )`,
  `CREATE UNIQUE INDEX raw_submission_identity ON intake.raw_submission (identity) WHERE identity IS NOT NULL`,
  `CREATE UNIQUE INDEX raw_submission_delivery ON intake.raw_submission (delivery) WHERE delivery IS NOT NULL`,
  `CREATE INDEX raw_submission_of_lead ON intake.raw_submission (lead_id) WHERE lead_id IS NOT NULL`,
  `CREATE INDEX raw_submission_refused ON intake.raw_submission (received_at) WHERE status = 'refused'`,
  `CREATE TABLE intake.quarantined_message (
    id uuid PRIMARY KEY,
    received_at timestamptz NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    headers jsonb NOT NULL,
    body bytea,
    codes text[] NOT NULL,
    problems jsonb NOT NULL,
    identity uuid NOT NULL,
    created_by text NOT NULL,
    source text NOT NULL,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'replayed', 'dismissed')),
    review_due_at timestamptz NOT NULL,
    dismissed_at timestamptz,
    dismissed_by text,
    dismissal_reason text,
    replayed_at timestamptz,
    replayed_by text,
    lead_id uuid
  )`,
  `CREATE INDEX quarantined_message_waiting ON intake.quarantined_message (status, received_at)`,
  `CREATE INDEX quarantined_message_due ON intake.quarantined_message (review_due_at) WHERE status = 'waiting'`,
  `CREATE INDEX quarantined_message_dismissed ON intake.quarantined_message (dismissed_at)
     WHERE status = 'dismissed' AND body IS NOT NULL`,
  `CREATE INDEX quarantined_message_of_lead ON intake.quarantined_message (lead_id) WHERE lead_id IS NOT NULL`,
];

export const tables = [
  ...leads,
  ...persons,
  ...accessTables(SCHEMA),
  ...attentionTables(SCHEMA),
  ...messagingTables(SCHEMA),
];
