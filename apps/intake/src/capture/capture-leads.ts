import { runPipelined } from '@baton/messaging';
import type { OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { findStored, lockSubmissions, writeChanges } from './lead-store.ts';
import { resolveSubmissions } from './resolve-submissions.ts';
import type { CaptureResult, Submission } from './submission.ts';

/**
 * Stores leads and what they cause to be sent, in the caller's transaction: all doors end here. Two that bring the
 * same person at the same moment make one lead with two signals.
 */
export async function captureLeads(
  transaction: SqlExecutor,
  submissions: readonly Submission[],
  append: (transaction: SqlExecutor, messages: OutgoingMessage[]) => Promise<void>,
): Promise<CaptureResult[]> {
  const [, known] = await runPipelined(
    transaction,
    () => lockSubmissions(transaction, submissions),
    () => findStored(transaction, submissions),
  );
  const { results, changes } = resolveSubmissions(submissions, known);
  if (changes.receipts.length > 0) {
    await runPipelined(
      transaction,
      () => writeChanges(transaction, changes),
      () => append(transaction, changes.messages),
    );
  }
  return results;
}
