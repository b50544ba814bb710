import { contactMethods, intakeFlags, signalKinds } from '@baton/domain';
import type { ImportedHistory, LeadSnapshot, Signal } from '@baton/domain';
import { z } from 'zod';
import { calendarDate, moment, shortText } from './event-contract.ts';

export const signalKind = z.enum(signalKinds);

export const signal = z.object({
  signalId: shortText,
  kind: signalKind,
  receivedAt: moment,
  channel: shortText.exactOptional(),
  campaign: shortText.exactOptional(),
}) satisfies z.ZodType<Signal>;

/** The non-personal attributes of a lead: all that services other than intake know about it. */
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
  zones: z
    .array(shortText)
    .min(1)
    .exactOptional()
    .describe('IANA time zones that the person could be in, of the place and the area code of the phone'),
  language: shortText.exactOptional(),
  companyDomain: shortText.exactOptional(),
  reachableBy: z.array(z.enum(contactMethods)),
  flags: z.array(z.enum(intakeFlags)),
  consent: z.boolean().nullable(),
  contactRefusedAt: moment.exactOptional(),
  signals: z.array(signal),
}) satisfies z.ZodType<LeadSnapshot>;

export const importedHistory = z.object({
  day: calendarDate,
  verdict: z.literal('mql').exactOptional(),
}) satisfies z.ZodType<ImportedHistory>;
