import { leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import type { Outcome } from '@baton/domain';
import type { TestKafka } from '@baton/testing';
import { randomUUID } from 'node:crypto';

/** The fields of an outcome in which a test differs from the others. */
export type OutcomeChanges = Partial<LeadOutcome> & { leadId: string; id?: string; source?: string; paidAt?: string };

const details = { won: { amount: 35_000, currency: 'RUB' }, lost: { reason: 'price' }, refunded: { amount: 10_000 } };

export const publishOutcome = (
  kafka: TestKafka,
  outcome: Outcome,
  { id = randomUUID(), source, ...data }: OutcomeChanges,
): Promise<void> =>
  kafka.publish({
    topic: leadOutcome.topic,
    key: data.leadId,
    id,
    type: leadOutcome.type,
    ...(source !== undefined && { source }),
    data: { outcome, decidedAt: '2026-03-01T09:00:00.000Z', ...details[outcome], ...data },
  });
