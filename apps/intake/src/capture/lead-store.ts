import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { LeadSnapshot } from '@baton/domain';
import type { Person } from '../parsing/normalised-lead.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { advisoryLockKey } from './digest.ts';
import type { LeadKey, LeadKeyKind } from './lead-keys.ts';
import type { KnownLead } from './match-leads.ts';
import type { Changes, StoredState } from './resolve-submissions.ts';
import type { CapturedSignal, Submission } from './submission.ts';
import { WRITE_BATCH_SQL } from './write-batch-sql.ts';

/** Until the transaction ends, no other transaction captures the same person or the same repeated submission. */
export async function lockSubmissions(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<void> {
  const digests = submissions.flatMap(({ keys, identity, delivery }) => [
    ...keys.map((key) => key.digest),
    ...(identity ? [identity.digest] : []),
    ...(delivery === undefined ? [] : [delivery]),
  ]);
  // Sorted, because two batches that take the same locks in different orders would deadlock.
  const lockKeys = [...new Set(digests.map(advisoryLockKey))].sort((a, b) => a - b);
  await transaction.query('SELECT pg_advisory_xact_lock(number) FROM unnest($1::bigint[]) AS number', [lockKeys]);
}

/** So many leads of one number or address are compared. Beyond that, it identifies nobody. */
const MAX_LEADS_OF_A_KEY = 50;

/** The known leads stay locked, so that nobody can erase them before the batch is written. */
export async function findStored(transaction: SqlExecutor, submissions: readonly Submission[]): Promise<StoredState> {
  const digests = [...new Set(submissions.flatMap((submission) => submission.keys.map((key) => key.digest)))];
  const [previousResults, deliveries, holders] = await runPipelined(
    transaction,
    () => findPreviousResults(transaction, submissions),
    () => findDeliveries(transaction, submissions),
    () =>
      transaction.query<{ digest: string; lead_id: string; kind: LeadKeyKind }[]>(
        `SELECT wanted.digest, lead_id, kind FROM unnest($1::uuid[]) AS wanted (digest)
         CROSS JOIN LATERAL (
           SELECT lead_id, kind FROM intake.lead_key WHERE lead_key.digest = wanted.digest ORDER BY lead_id LIMIT $2
         ) AS holder`,
        [digests, MAX_LEADS_OF_A_KEY],
      ),
  );
  const leads = await lockLeads(transaction, [...new Set(holders.map((holder) => holder.lead_id))]);
  const leadsByKey: StoredState['leadsByKey'] = new Map();
  for (const { digest, lead_id: leadId, kind } of holders) {
    if (leads.has(leadId)) leadsByKey.set(digest, [...(leadsByKey.get(digest) ?? []), { leadId, kind }]);
  }
  return { previousResults, deliveries, leadsByKey, leads };
}

interface StoredResult {
  lead_id: string;
  id: string;
  is_new: boolean;
}

const capturedBy = ({ lead_id, id, is_new }: StoredResult): CapturedSignal => ({
  leadId: lead_id,
  signalId: id,
  isNew: is_new,
});

async function findPreviousResults(
  transaction: SqlExecutor,
  submissions: readonly Submission[],
): Promise<StoredState['previousResults']> {
  const identities = submissions.flatMap(({ identity }) => (identity ? [identity.digest] : []));
  if (identities.length === 0) return new Map();
  const rows = await transaction.query<(StoredResult & { identity: string; body_digest: string | null })[]>(
    `SELECT identity, body_digest, lead_id, id, is_new FROM intake.raw_submission
     WHERE identity = ANY ($1::uuid[]) AND status = 'accepted'`,
    [identities],
  );
  return new Map(
    rows.map((row) => [
      row.identity,
      { captured: capturedBy(row), ...(row.body_digest !== null && { bodyDigest: row.body_digest }) },
    ]),
  );
}

async function findDeliveries(
  transaction: SqlExecutor,
  submissions: readonly Submission[],
): Promise<StoredState['deliveries']> {
  const deliveries = submissions.flatMap(({ delivery }) => (delivery === undefined ? [] : [delivery]));
  if (deliveries.length === 0) return new Map();
  const rows = await transaction.query<(StoredResult & { delivery: string })[]>(
    'SELECT delivery, lead_id, id, is_new FROM intake.raw_submission WHERE delivery = ANY ($1::uuid[])',
    [deliveries],
  );
  return new Map(rows.map((row) => [row.delivery, capturedBy(row)]));
}

async function lockLeads(transaction: SqlExecutor, leadIds: string[]): Promise<Map<string, KnownLead>> {
  if (leadIds.length === 0) return new Map();
  // Locking and reading are two statements, because a statement that waits for a lock can return outdated rows.
  await transaction.query('SELECT 1 FROM intake.lead WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [leadIds]);
  const rows = await transaction.query<LeadRow[]>(
    `SELECT id, snapshot, name, phone, email, company_name, (
       SELECT coalesce(json_agg(json_build_object('kind', kind, 'value', value, 'digest', digest)), '[]')
       FROM intake.lead_key WHERE lead_key.lead_id = lead.id
     ) AS keys
     FROM intake.lead LEFT JOIN intake.person ON lead_id = id
     WHERE id = ANY ($1::uuid[]) AND erased_at IS NULL`,
    [leadIds],
  );
  return new Map(
    rows.map((row) => [row.id, { leadId: row.id, snapshot: row.snapshot, person: personOf(row), keys: row.keys }]),
  );
}

interface LeadRow {
  id: string;
  snapshot: LeadSnapshot;
  name: string | null;
  phone: string | null;
  email: string | null;
  company_name: string | null;
  keys: LeadKey[];
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
    changes.texts.map(({ leadId, textId, kind, text, authorId, at }) => ({
      lead_id: leadId,
      text_id: textId,
      kind,
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
      delivery: submission.delivery,
      lead_id: captured.leadId,
      is_new: captured.isNew,
    })),
    changes.remarks.map(({ leadId, signalId, field, code, message, text }) => ({
      lead_id: leadId,
      signal_id: signalId,
      field,
      code,
      message,
      text,
    })),
    changes.likelyDuplicates.map(({ leadId, otherLeadId, reason, foundAt }) => ({
      lead_id: leadId,
      other_lead_id: otherLeadId,
      reason,
      found_at: foundAt,
    })),
  ];
  await transaction.query(
    WRITE_BATCH_SQL,
    rows.map((table) => JSON.stringify(table)),
  );
}
