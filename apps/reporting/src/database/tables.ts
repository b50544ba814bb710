/**
 * Each table is written from one topic only, so that the order between topics never matters. Reports cut by when a step was
 * recorded: `known_at`, where a row also shows when it took effect, otherwise each moment of the row.
 */
export const tables = [
  // baton.handoffs.v1: the record, and the steps that wait for an earlier step or their agreement.
  `CREATE TABLE reporting.step (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE TABLE reporting.pending_step (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    agreement_version integer NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX pending_step_by_agreement ON reporting.pending_step (agreement_version)`,
  `CREATE TABLE reporting.handoff_record (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer NOT NULL,
    version integer NOT NULL DEFAULT 0,
    pending_steps integer NOT NULL DEFAULT 0,
    facts jsonb,
    agreement_version integer,
    source text,
    channel text,
    campaign text,
    segment text,
    imported_day date,
    known_at timestamptz,
    started_at timestamptz,
    signal_received_at timestamptz,
    off_hours boolean,
    transferred_at timestamptz,
    transfer_known_at timestamptz,
    accepted_at timestamptz,
    first_contact_due_at timestamptz,
    first_touch_at timestamptz,
    reached_at timestamptz,
    last_touch_at timestamptz,
    counted_touches integer,
    ended_at timestamptz,
    ending text,
    resumed_at timestamptz,
    owner_id text,
    team_id text,
    first_owned_at timestamptz,
    uncontacted_mark_at timestamptz,
    touches_missed_mark_at timestamptz,
    no_activity_mark_at timestamptz,
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
    evidence text,
    counted_milliseconds bigint,
    wall_clock_milliseconds bigint,
    account_at_breach jsonb,
    account_at_touch jsonb,
    released_at timestamptz,
    release_reason text,
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
    known_at timestamptz NOT NULL,
    reached boolean NOT NULL,
    evidence text NOT NULL,
    voided_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  // The owners of a handoff. `credited_until_at` is when another rep got it; a closer gets an SQL, which still counts for the rep.
  `CREATE TABLE reporting.assignment (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    owner_id text,
    team_id text,
    at timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    ended_at timestamptz,
    is_sql boolean NOT NULL,
    credited_until_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE INDEX assignment_by_owner ON reporting.assignment (owner_id)`,
  `CREATE INDEX assignment_by_team ON reporting.assignment (team_id)`,
  // When the lead was an SQL. After a withdrawal it can become one again.
  `CREATE TABLE reporting.sql_period (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    known_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE TABLE reporting.handoff_return (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    reason text NOT NULL,
    returned_by_id text NOT NULL,
    qualification text NOT NULL,
    proof_level text NOT NULL,
    counts_against text NOT NULL,
    decided_at timestamptz,
    verdict text,
    fault text,
    PRIMARY KEY (handoff_id, version)
  )`,
  // Returned without a reason, until one was given or the handoff ended.
  `CREATE TABLE reporting.held_return (
    handoff_id text NOT NULL,
    version integer NOT NULL,
    at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (handoff_id, version)
  )`,
  `CREATE TABLE reporting.recorded_outcome (
    outcome_id text NOT NULL,
    handoff_id text NOT NULL,
    known_at timestamptz NOT NULL,
    PRIMARY KEY (outcome_id, handoff_id)
  )`,
  `CREATE INDEX recorded_outcome_by_handoff ON reporting.recorded_outcome (handoff_id)`,
  // baton.leads.judged.v1: the earliest verdict that opened the handoff.
  `CREATE TABLE reporting.mql_verdict (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer NOT NULL,
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
  `CREATE INDEX mql_verdict_by_judged_at ON reporting.mql_verdict (judged_at)`,
  // The verdicts on each lead, except on signals that were added to an open handoff.
  `CREATE TABLE reporting.lead_verdict (
    lead_id uuid NOT NULL,
    judged_at timestamptz NOT NULL,
    event_id text NOT NULL,
    verdict text NOT NULL,
    in_review boolean NOT NULL,
    PRIMARY KEY (lead_id, judged_at, event_id)
  )`,
  // baton.leads.captured.v1: a lead as it was at its first signal.
  `CREATE TABLE reporting.lead (
    lead_id uuid PRIMARY KEY,
    captured_at timestamptz NOT NULL,
    is_new boolean NOT NULL,
    event_at timestamptz NOT NULL,
    event_id text NOT NULL,
    source text NOT NULL,
    channel text,
    campaign text,
    segment text,
    imported_day date
  )`,
  `CREATE INDEX lead_by_captured_at ON reporting.lead (captured_at)`,
  // baton.outcomes.v1
  `CREATE TABLE reporting.outcome (
    outcome_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    reported_at timestamptz NOT NULL,
    amount numeric,
    currency text,
    paid_at timestamptz,
    reason text,
    was_sql boolean NOT NULL
  )`,
  `CREATE INDEX outcome_by_lead ON reporting.outcome (lead_id)`,
  // baton.agreements.v1
  `CREATE TABLE reporting.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    limited_to_sources boolean NOT NULL,
    average_check numeric NOT NULL,
    currency text NOT NULL,
    calendar jsonb NOT NULL,
    lost jsonb NOT NULL,
    first_contact_limits jsonb NOT NULL
  )`,
];
