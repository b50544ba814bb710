import { containsContactDetails } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

/** Events are kept forever, so a reason must not contain personal data. */
export const lostReason = shortText.refine(
  (text) => !containsContactDetails(text),
  'must not contain a phone number or an e-mail address, because events are kept forever: write only the reason',
);

const data = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('won'),
    leadId: uuid,
    /** Without it, the lead's latest handoff. */
    handoffNumber: z.int().positive().exactOptional(),
    decidedAt: moment,
    /** Absent when the source does not report it; never estimated. */
    amount: z.number().nonnegative().exactOptional(),
    currency: z.string().length(3).exactOptional(),
    paidAt: moment.exactOptional(),
    imported: z.literal(true).exactOptional(),
  }),
  z.object({
    outcome: z.literal('lost'),
    leadId: uuid,
    handoffNumber: z.int().positive().exactOptional(),
    decidedAt: moment,
    reason: lostReason,
    /** The lead of an imported outcome had been an SQL before it was lost. */
    wasSql: z.literal(true).exactOptional(),
    imported: z.literal(true).exactOptional(),
  }),
  z.object({
    outcome: z.literal('refunded'),
    leadId: uuid,
    handoffNumber: z.int().positive().exactOptional(),
    /** When the money was refunded. */
    decidedAt: moment,
    /** Of this refund alone. All refunds together are at most what was paid. */
    amount: z.number().positive(),
    currency: z.string().length(3).exactOptional(),
    imported: z.literal(true).exactOptional(),
  }),
]);

export type LeadOutcome = z.infer<typeof data>;

export const leadOutcome = {
  type: 'baton.lead.outcome-reported',
  topic: topics.outcomes.name,
  summary: 'A lead was won or lost after its handoff, or the payment of a won one was refunded.',
  data,
} satisfies EventContract<LeadOutcome>;
