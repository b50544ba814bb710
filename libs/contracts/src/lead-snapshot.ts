import type { ImportedHistory, LeadSnapshot, Signal } from '@baton/domain';
import { z } from 'zod';
import { calendarDate, moment, shortText } from './event-contract.ts';

export const signalKind = z.enum(['request', 'demo', 'webinar', 'content', 'visit', 'inbound-call', 'other']);

export const signal = z.object({
  signalId: shortText,
  kind: signalKind,
  receivedAt: moment,
  channel: shortText.exactOptional(),
  campaign: shortText.exactOptional(),
}) satisfies z.ZodType<Signal>;

/** The non-personal attributes of a lead, as every service but intake knows it. */
export const leadSnapshot = z.object({
  source: shortText,
  channel: shortText.exactOptional(),
  campaign: shortText.exactOptional(),
  industry: shortText.exactOptional(),
  segment: shortText.exactOptional(),
  employees: z.int().nonnegative().exactOptional(),
  role: shortText.exactOptional(),
  country: z.string().length(2).exactOptional(),
  region: shortText.exactOptional(),
  language: shortText.exactOptional(),
  companyDomain: shortText.exactOptional(),
  reachableBy: z.array(z.enum(['phone', 'email'])),
  flags: z.array(z.enum(['bot', 'disposable-email', 'freemail', 'student-email'])),
  consent: z.boolean().nullable(),
  signals: z.array(signal),
}) satisfies z.ZodType<LeadSnapshot>;

export const importedHistory = z.object({
  day: calendarDate,
  verdict: z.literal('mql').exactOptional(),
}) satisfies z.ZodType<ImportedHistory>;
