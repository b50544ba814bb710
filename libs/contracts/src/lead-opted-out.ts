import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const data = z.object({
  leadId: uuid,
  optedOutAt: moment,
  /** The id of the person or integration that recorded it. */
  recordedBy: shortText,
});

export type LeadOptedOut = z.infer<typeof data>;

export const leadOptedOut = {
  type: 'baton.lead.opted-out',
  topic: topics.capturedLeads.name,
  summary: 'A person wants no more contact. Only a direct signal made later is answered.',
  data,
} satisfies EventContract<LeadOptedOut>;
