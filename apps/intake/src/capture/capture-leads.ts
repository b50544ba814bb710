import { runPipelined } from '@baton/messaging';
import type { OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { findStored, lockSubmissions, writeChanges } from './lead-store.ts';
import { resolveSubmissions } from './resolve-submissions.ts';
import type { CaptureResult, Submission } from './submission.ts';

/**
 * Stores leads and appends their events to the outbox, in the caller's transaction. Every entry point ends here. Two
 * concurrent submissions of the same person become one lead with two signals.
 */
export async function captureLeads(
  transaction: SqlExecutor,
  submissions: readonly Submission[],
  append: (transaction: SqlExecutor, messages: OutgoingMessage[]) => Promise<void>,
): Promise<CaptureResult[]> {
  const [, stored] = await runPipelined(
    transaction,
    () => lockSubmissions(transaction, submissions),
    () => findStored(transaction, submissions),
  );
  const { results, changes } = resolveSubmissions(submissions, stored);
  if (changes.rawSubmissions.length > 0) {
    await runPipelined(
      transaction,
      () => writeChanges(transaction, changes),
      () => append(transaction, changes.messages),
    );
  }
  return results;
}
