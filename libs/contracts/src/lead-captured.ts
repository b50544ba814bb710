import { z } from 'zod';
import { shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { importedHistory, leadSnapshot } from './lead-snapshot.ts';
import { topics } from './topics.ts';

const data = z.object({
  leadId: uuid,
  /** The new signal, which is the last of `lead.signals`. */
  signalId: shortText,
  /** Whether the lead was unknown before. */
  isNew: z.boolean(),
  /** Who or what created it: a person's or an integration's id, a topic, or a file. */
  createdBy: shortText,
  lead: leadSnapshot,
  importedHistory: importedHistory.exactOptional(),
});

export type LeadCaptured = z.infer<typeof data>;

export const leadCaptured = {
  type: 'baton.lead.captured',
  topic: topics.capturedLeads.name,
  summary: 'Intake captured a lead, or a new signal of a known lead.',
  data,
} satisfies EventContract<LeadCaptured>;
