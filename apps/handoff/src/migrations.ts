import { agreementPublished } from '@baton/contracts';
import { defaultAgreement } from '@baton/domain';
import { appendToOutbox, messagingTables } from '@baton/messaging';
import { apiKeyTables } from '@baton/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { agreementMessage } from './agreements/agreement-message.ts';
import { notificationTables } from './notifications/notification-tables.ts';
import { SCHEMA } from './schema.ts';
import { ticketTables } from './tickets/ticket-tables.ts';

const tables = [
  `CREATE TABLE handoff.handoff (
    handoff_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer NOT NULL,
    agreement_version integer NOT NULL,
    source text NOT NULL DEFAULT '',
    channel text,
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
    version integer NOT NULL DEFAULT 0,
    UNIQUE (lead_id, handoff_number)
  )`,
  `CREATE INDEX handoff_by_owner ON handoff.handoff (owner_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_team ON handoff.handoff (team_id, stage, next_due_at)`,
  `CREATE INDEX handoff_by_start ON handoff.handoff (started_at DESC, handoff_id)`,
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
  `CREATE TABLE handoff.team (team_id text PRIMARY KEY, name text NOT NULL, position integer NOT NULL)`,
  `CREATE TABLE handoff.person (
    person_id text PRIMARY KEY,
    team_id text REFERENCES handoff.team,
    roles text[] NOT NULL,
    email text,
    active boolean NOT NULL DEFAULT true,
    pass double precision NOT NULL DEFAULT 0,
    last_assigned_at timestamptz,
    last_closing_at timestamptz
  )`,
  `CREATE TABLE handoff.agreement (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    document jsonb NOT NULL
  )`,
  `CREATE TABLE handoff.outcome (
    outcome_id text PRIMARY KEY,
    lead_id uuid NOT NULL,
    handoff_number integer,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    event jsonb NOT NULL,
    recorded boolean NOT NULL DEFAULT false
  )`,
  `CREATE INDEX outcome_by_lead ON handoff.outcome (lead_id)`,
  ...notificationTables,
];

/** Version 1 of the agreement is the default one, published like any other. */
const firstAgreement = {
  version: 1,
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'baton',
  agreement: defaultAgreement,
};

export class Handoff1700000000000 implements MigrationInterface {
  readonly name = 'Handoff1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...messagingTables(SCHEMA), ...apiKeyTables(SCHEMA)])
      await runner.query(statement);
    const { version, publishedAt, publishedBy, agreement } = agreementPublished.data.parse(firstAgreement);
    await runner.query(
      `INSERT INTO handoff.agreement (version, published_at, published_by, document) VALUES ($1, $2, $3, $4)`,
      [version, publishedAt, publishedBy, JSON.stringify(agreement)],
    );
    await appendToOutbox(runner, SCHEMA, [agreementMessage(firstAgreement)]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA handoff CASCADE');
  }
}

export const migrations = [Handoff1700000000000];
