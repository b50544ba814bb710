/** What is written by the topics: each table by one of them, so that their order can never matter. */
export const tables = [
  // baton.handoffs.v1: the record itself, and what waits for a step or an agreement that is not here yet.
  `CREATE TABLE reporting.step (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE TABLE reporting.waiting_step (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    agreement_version integer NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX waiting_step_by_agreement ON reporting.waiting_step (agreement_version)`,
  `CREATE TABLE reporting.handoff_record (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    n integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    waiting integer NOT NULL DEFAULT 0,
    facts jsonb,
    agreement_version integer,
    source text,
    channel text,
    campaign text,
    segment text,
    imported_day date,
    started_at timestamptz,
    signal_received_at timestamptz,
    transferred_at timestamptz,
    accepted_at timestamptz,
    first_contact_due_at timestamptz,
    first_touch_at timestamptz,
    reached_at timestamptz,
    last_touch_at timestamptz,
    counted_touches integer,
    sql_at timestamptz,
    sql_withdrawn_at timestamptz,
    ended_at timestamptz,
    ending text,
    owner_id text,
    team_id text,
    first_owned_at timestamptz,
    uncontacted_mark_at timestamptz,
    silent_mark_at timestamptz,
    too_few_touches_mark_at timestamptz,
    overturned_uncontacted_mark_at timestamptz,
    unowned_mark_at timestamptz,
    unowned_from_start_mark_at timestamptz
  )`,
  `CREATE INDEX handoff_record_by_lead ON reporting.handoff_record (lead_id)`,
  `CREATE INDEX handoff_record_by_transfer ON reporting.handoff_record (transferred_at)`,
  `CREATE INDEX handoff_record_by_imported_day ON reporting.handoff_record (imported_day) WHERE imported_day IS NOT NULL`,
  `CREATE TABLE reporting.promise (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    known_at timestamptz NOT NULL,
    promise text NOT NULL,
    clock text NOT NULL,
    owner_id text,
    team_id text,
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    broken_at timestamptz,
    kept_at timestamptz,
    kept_late boolean,
    counted_milliseconds bigint,
    wall_clock_milliseconds bigint,
    released_at timestamptz,
    released_why text,
    escalated_at timestamptz,
    corrected_at timestamptz,
    replaced_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX promise_by_owner ON reporting.promise (owner_id, started_at)`,
  `CREATE TABLE reporting.touch (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    reached boolean NOT NULL,
    voided_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  // Whose handoff it is: `counts_until_at` is when another rep got it. A closer gets an SQL, and the handoff stays the rep's.
  `CREATE TABLE reporting.assignment (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    owner_id text,
    team_id text,
    at timestamptz NOT NULL,
    until_at timestamptz,
    is_sql boolean NOT NULL,
    counts_until_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX assignment_by_owner ON reporting.assignment (owner_id)`,
  `CREATE INDEX assignment_by_team ON reporting.assignment (team_id)`,
  `CREATE TABLE reporting.handoff_return (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    reason text NOT NULL,
    by_id text NOT NULL,
    qualification text NOT NULL,
    counts_against text NOT NULL,
    decided_at timestamptz,
    verdict text,
    PRIMARY KEY (handoff_id, version)
  )`,
  // Given back without a reason, until one came or the handoff was over.
  `CREATE TABLE reporting.held_return (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    until_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE TABLE reporting.recorded_outcome (
    outcome_id text NOT NULL,
    handoff_id text NOT NULL,
    PRIMARY KEY (outcome_id, handoff_id)
  )`,
  // baton.leads.judged.v1: the earliest verdict that opened the handoff.
  `CREATE TABLE reporting.mql_verdict (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    n integer NOT NULL,
    judged_at timestamptz NOT NULL,
    event_id text NOT NULL,
    agreement_version integer NOT NULL,
    signal_received_at timestamptz NOT NULL,
    source text NOT NULL,
    channel text,
    campaign text,
    segment text,
    imported_day date,
    unowned_mark_at timestamptz
  )`,
  `CREATE INDEX mql_verdict_by_lead ON reporting.mql_verdict (lead_id)`,
  `CREATE INDEX mql_verdict_by_moment ON reporting.mql_verdict (judged_at)`,
  // baton.leads.captured.v1: a lead as it was when it first came.
  `CREATE TABLE reporting.lead (
    lead_id uuid PRIMARY KEY,
    captured_at timestamptz NOT NULL,
    is_new boolean NOT NULL,
    told_at timestamptz NOT NULL,
    event_id text NOT NULL,
    source text NOT NULL,
    channel text,
    campaign text,
    segment text,
    imported_day date
  )`,
  `CREATE INDEX lead_by_moment ON reporting.lead (captured_at)`,
  // baton.outcomes.v1
  `CREATE TABLE reporting.outcome (
    outcome_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    amount numeric,
    currency text,
    paid_at timestamptz,
    reason text,
    imported boolean NOT NULL
  )`,
  `CREATE INDEX outcome_by_lead ON reporting.outcome (lead_id)`,
  // baton.agreements.v1
  `CREATE TABLE reporting.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    limited_to_sources boolean NOT NULL,
    average_check numeric NOT NULL,
    currency text NOT NULL,
    calendar jsonb NOT NULL
  )`,
];
