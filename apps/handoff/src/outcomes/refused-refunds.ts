import { refundRefusal } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { closeServiceTicket, openServiceTicket } from '../tickets/service-tickets.ts';
import { readMoneyReports, readWaitingRefunds } from './outcome-rows.ts';
import type { HandoffOfLead } from './outcome-rows.ts';

/**
 * A refund that arrives before its deal waits for it. If the deal does not allow it then, the team lead gets a ticket, which
 * closes when a corrected deal allows it.
 */
export async function updateRefundTicket(on: SqlExecutor, handoff: HandoffOfLead, at: string): Promise<void> {
  const { handoffId, leadId } = handoff;
  const waiting = await readWaitingRefunds(on, leadId, handoff);
  const reports = waiting.length === 0 ? [] : await readMoneyReports(on, handoffId);
  const [refused] = waiting.flatMap((refund) => {
    const refusal = refundRefusal(reports, refund);
    return refusal && refusal.code !== 'deal-not-won' ? [{ outcomeId: refund.outcomeId, problem: refusal.code }] : [];
  });
  const ticket = { kind: 'refund-refused', subject: handoffId, at } as const;
  if (!refused) return closeServiceTicket(on, ticket);
  const [row] = await on.query<{ teamId: string | null }[]>(
    'SELECT team_id AS "teamId" FROM handoff.handoff WHERE handoff_id = $1',
    [handoffId],
  );
  const owner = { role: 'team-lead', teamId: row?.teamId ?? null } as const;
  return openServiceTicket(on, { ...ticket, handoffId, owner, cause: refused });
}
