/** Published versions of the agreement, and the drafts of the next ones. */
export const agreementTables = [
  // `text` is the version as it was written, with its comments.
  `CREATE TABLE handoff.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    comment text,
    based_on integer REFERENCES handoff.agreement,
    rolled_back_to integer REFERENCES handoff.agreement,
    draft_id uuid,
    text text,
    document jsonb NOT NULL
  )`,
  `CREATE TABLE handoff.agreement_draft (
    draft_id uuid PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    document jsonb,
    problems jsonb NOT NULL,
    based_on integer REFERENCES handoff.agreement,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text NOT NULL,
    published_version integer REFERENCES handoff.agreement
  )`,
  `CREATE INDEX agreement_draft_open ON handoff.agreement_draft (updated_at DESC) WHERE published_version IS NULL`,
];
