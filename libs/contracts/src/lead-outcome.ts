import { containsPhoneOrEmail } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

/** No id belongs in a reason, so that as many digits as a short phone number has are one. */
const containsLongNumber = (text: string): boolean => /\d(?:[\s().-]*\d){6}/.test(text);

/** Events are kept for ever, so that whom to call stands in no reason; it is a matter, not a person. */
export const lostReason = shortText.refine(
  (text) => !containsPhoneOrEmail(text) && !containsLongNumber(text),
  'must name no phone and no e-mail: they would stay in events for ever; say what the matter was',
);

const data = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('won'),
    leadId: uuid,
    /** Absent: the lead's latest handoff. */
    handoffNumber: z.int().positive().exactOptional(),
    decidedAt: moment,
    /** Absent where the source does not say; never made up. */
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
    imported: z.literal(true).exactOptional(),
  }),
]);

export type LeadOutcome = z.infer<typeof data>;

export const leadOutcome = {
  type: 'baton.lead.outcome-reported',
  topic: topics.outcomes.name,
  summary: 'What became of a lead after the handoff: won or lost.',
  data,
} satisfies EventContract<LeadOutcome>;
