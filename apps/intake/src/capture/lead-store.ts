import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { LeadSnapshot } from '@baton/domain';
import type { Person } from '../parsing/normalised-lead.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { advisoryLockKey } from './digest.ts';
import type { Changes, StoredState, KnownLead } from './resolve-submissions.ts';
import type { Submission } from './submission.ts';
import { WRITE_BATCH_SQL } from './write-batch-sql.ts';

/** Nobody else captures the same person or the same repetition until this transaction ends. */
export async function lockSubmissions(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<void> {
  const digests = submissions.flatMap(({ keys, identity }) => [
    ...keys.map((key) => key.digest),
    ...(identity ? [identity.digest] : []),
  ]);
  // In one order for all, so that two batches never wait for each other in a circle.
  const numbers = [...new Set(digests.map(advisoryLockKey))].sort((a, b) => a - b);
  await transaction.query('SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number', [numbers]);
}

/** What is stored of these submissions already. The known leads stay locked, so that nobody erases them meanwhile. */
export async function findStored(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<StoredState> {
  const digests = submissions.flatMap((submission) => submission.keys.map((key) => key.digest));
  const [answers, keys] = await runPipelined(
    transaction,
    () => findPreviousResults(transaction, submissions),
    () =>
      transaction.query<{ digest: string; lead_id: string }[]>(
        'SELECT digest, lead_id FROM intake.lead_key WHERE digest = ANY ($1::uuid[])',
        [digests],
      ),
  );
  const leads = await lockLeads(transaction, [...new Set(keys.map((key) => key.lead_id))]);
  return {
    previousResults: answers,
    leadIds: new Map(keys.filter((key) => leads.has(key.lead_id)).map((key) => [key.digest, key.lead_id])),
    leads,
  };
}

async function findPreviousResults(
  transaction: SqlExecutor,
  submissions: readonly Submission[],
): Promise<StoredState['previousResults']> {
  const identities = submissions.flatMap(({ identity }) => (identity ? [identity.digest] : []));
  if (identities.length === 0) return new Map();
  const rows = await transaction.query<
    { identity: string; body_digest: string | null; lead_id: string; id: string; is_new: boolean }[]
  >(
    `SELECT identity, body_digest, lead_id, id, is_new FROM intake.raw_submission
     WHERE identity = ANY ($1::uuid[]) AND status = 'accepted'`,
    [identities],
  );
  return new Map(
    rows.map((row) => [
      row.identity,
      {
        captured: { leadId: row.lead_id, signalId: row.id, isNew: row.is_new },
        ...(row.body_digest === null ? {} : { bodyDigest: row.body_digest }),
      },
    ]),
  );
}

async function lockLeads(transaction: SqlExecutor, leadIds: string[]): Promise<Map<string, KnownLead>> {
  if (leadIds.length === 0) return new Map();
  // Locked first and read then: what was read runPipelined with waiting for the lock could be out of date.
  await transaction.query('SELECT 1 FROM intake.lead WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [leadIds]);
  const rows = await transaction.query<LeadRow[]>(
    `SELECT id, snapshot, name, phone, email, company_name
     FROM intake.lead LEFT JOIN intake.person ON lead_id = id
     WHERE id = ANY ($1::uuid[]) AND erased_at IS NULL`,
    [leadIds],
  );
  return new Map(rows.map((row) => [row.id, { leadId: row.id, snapshot: row.snapshot, person: personOf(row) }]));
}

interface LeadRow {
  id: string;
  snapshot: LeadSnapshot;
  name: string | null;
  phone: string | null;
  email: string | null;
  company_name: string | null;
}

const personOf = ({ name, phone, email, company_name }: LeadRow): Person =>
  omitUndefined({
    name: name ?? undefined,
    phone: phone ?? undefined,
    email: email ?? undefined,
    companyName: company_name ?? undefined,
  });

/** Writes everything that a batch changes, in one statement. */
export async function writeChanges(transaction: SqlExecutor, changes: Changes): Promise<void> {
  const leads = [...changes.leads.values()];
  const rows = [
    leads.map(({ leadId, snapshot, firstReceivedAt }) => ({
      id: leadId,
      source: snapshot.source,
      first_received_at: firstReceivedAt,
      snapshot,
    })),
    leads.map(({ leadId, person }) => ({
      lead_id: leadId,
      name: person.name,
      phone: person.phone,
      email: person.email,
      company_name: person.companyName,
    })),
    changes.keys.map(({ digest, leadId, kind, value }) => ({ digest, lead_id: leadId, kind, value })),
    changes.texts.map(({ leadId, textId, text, authorId, at }) => ({
      lead_id: leadId,
      text_id: textId,
      text,
      author_id: authorId,
      written_at: at,
    })),
    changes.receipts.map(({ submission, captured }) => ({
      id: submission.signalId,
      entry_point: submission.entryPoint,
      received_at: submission.receivedAt,
      created_by: submission.createdBy,
      body: submission.raw?.toString('base64'),
      identity: submission.identity?.digest,
      body_digest: submission.identity?.bodyDigest,
      lead_id: captured.leadId,
      is_new: captured.isNew,
    })),
  ];
  await transaction.query(
    WRITE_BATCH_SQL,
    rows.map((table) => JSON.stringify(table)),
  );
}
