/** Teams, their people, absences, and the owners of companies. */
export const staffTables = [
  `CREATE TABLE handoff.team (
    team_id text PRIMARY KEY,
    name text NOT NULL,
    position integer NOT NULL,
    team_lead_id text,
    team_head_id text,
    from_file boolean NOT NULL DEFAULT false
  )`,
  // NULL is the agreement's zone and hours, and no cap. People who have left keep their row, because records name them.
  `CREATE TABLE handoff.person (
    person_id text PRIMARY KEY,
    team_id text REFERENCES handoff.team,
    roles text[] NOT NULL,
    email text,
    zone text,
    hours jsonb,
    skills text[] NOT NULL DEFAULT '{}',
    languages text[] NOT NULL DEFAULT '{}',
    cap integer CHECK (cap >= 0),
    deputy_id text,
    last_assigned_at timestamptz,
    last_touch_at timestamptz,
    unresponsive_since timestamptz,
    left_at timestamptz,
    active boolean NOT NULL GENERATED ALWAYS AS (left_at IS NULL) STORED,
    from_file boolean NOT NULL DEFAULT false,
    language text,
    channels jsonb
  )`,
  `CREATE INDEX person_by_team ON handoff.person (team_id)`,
  // Where each member is in the round of a pool: a team, a role and the skills that the rule asks for.
  `CREATE TABLE handoff.pool_turn (
    team_id text NOT NULL REFERENCES handoff.team,
    role text NOT NULL,
    skills text NOT NULL,
    person_id text NOT NULL REFERENCES handoff.person,
    pass double precision NOT NULL,
    PRIMARY KEY (team_id, role, skills, person_id)
  )`,
  `CREATE TABLE handoff.absence (
    absence_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person_id text NOT NULL REFERENCES handoff.person,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL CHECK (to_at > from_at),
    entered_by text NOT NULL,
    handed_over_at timestamptz
  )`,
  `CREATE INDEX absence_by_person ON handoff.absence (person_id, to_at)`,
  `CREATE INDEX absence_to_hand_over ON handoff.absence (from_at) WHERE handed_over_at IS NULL`,
  `CREATE TABLE handoff.account (
    company_domain text PRIMARY KEY,
    person_id text NOT NULL REFERENCES handoff.person,
    basis text NOT NULL CHECK (basis IN ('account', 'open-deal')),
    since timestamptz NOT NULL,
    entered_by text NOT NULL
  )`,
  `CREATE INDEX account_by_person ON handoff.account (person_id)`,
  // Changes of teams that waiting leads are still to be notified of, immediately or at `due_at`.
  `CREATE TABLE handoff.team_change (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id text NOT NULL,
    due_at timestamptz
  )`,
];
