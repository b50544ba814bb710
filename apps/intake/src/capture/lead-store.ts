import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { LeadSnapshot } from '@baton/domain';
import type { Person } from '../parsing/normalised-lead.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { advisoryLockKey } from './digest.ts';
import type { Changes, StoredState, KnownLead } from './resolve-submissions.ts';
import type { Submission } from './submission.ts';
import { WRITE_BATCH_SQL } from './write-batch-sql.ts';

/** Until the transaction ends, no other transaction captures the same person or the same repeated submission. */
export async function lockSubmissions(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<void> {
  const digests = submissions.flatMap(({ keys, identity }) => [
    ...keys.map((key) => key.digest),
    ...(identity ? [identity.digest] : []),
  ]);
  // Sorted, because two batches that take the same locks in different orders would deadlock.
  const lockKeys = [...new Set(digests.map(advisoryLockKey))].sort((a, b) => a - b);
  await transaction.query('SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number', [lockKeys]);
}

/** The known leads stay locked, so that nobody can erase them before the batch is written. */
export async function findStored(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<StoredState> {
  const digests = submissions.flatMap((submission) => submission.keys.map((key) => key.digest));
  const [previousResults, keys] = await runPipelined(
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
    previousResults,
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
        ...(row.body_digest !== null && { bodyDigest: row.body_digest }),
      },
    ]),
  );
}

async function lockLeads(transaction: SqlExecutor, leadIds: string[]): Promise<Map<string, KnownLead>> {
  if (leadIds.length === 0) return new Map();
  // Locking and reading are two statements, because a statement that waits for a lock can return outdated rows.
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
    changes.rawSubmissions.map(({ submission, captured }) => ({
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
