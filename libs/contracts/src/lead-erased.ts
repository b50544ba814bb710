import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const data = z.object({
  leadId: uuid,
  erasedAt: moment,
  /** The id of the person who erased it. */
  erasedBy: shortText,
});

export type LeadErased = z.infer<typeof data>;

export const leadErased = {
  type: 'baton.lead.erased',
  topic: topics.capturedLeads.name,
  summary: 'The person behind a lead was erased. Attributes and signals stay for the statistics.',
  data,
} satisfies EventContract<LeadErased>;
