import { containsPhoneOrEmail } from '@baton/domain';
import { z } from 'zod';
import type { EventContract } from './event-contract.ts';
import { signalKind } from './lead-snapshot.ts';
import { topics } from './topics.ts';

/** Text that PostgreSQL can store. Other text is refused here, with the field's name, instead of failing later. */
const text = (maximumLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximumLength)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be text without a null character');

const singleLine = text(200);

/** Short free texts about the person, which stay in intake. */
const texts = z.array(text(500)).max(50);

/** A non-personal attribute. It goes into events and reports, so an address in the wrong field must not pass. */
export const leadAttribute = singleLine.refine(
  (value) => !containsPhoneOrEmail(value),
  'must not contain a phone number or an e-mail address (an id that looks like a phone number needs letters right before it)',
);

const company = z.object({
  name: singleLine.optional().describe('Name of the company'),
  domain: text(300).optional().describe('Web address or domain; reduced to the registrable domain'),
  industry: leadAttribute.optional().describe('Industry, such as `software`'),
  segment: leadAttribute.optional().describe('`small`, `medium` or `enterprise`; derived from `employees` when absent'),
  employees: z.int().min(1).max(10_000_000).optional().describe('Number of employees'),
});

const data = z.object({
  name: singleLine.describe("The person's name"),
  source: leadAttribute.describe('Where the lead comes from, such as `website` or `partner-acme`'),
  phone: text(100)
    .optional()
    .describe('Any usual notation, with an extension if it has one. Without + it is read as a number of `country`'),
  email: text(320).optional().describe('E-mail address'),
  channel: leadAttribute.optional().describe('Marketing channel, such as `paid-search`'),
  campaign: leadAttribute.optional().describe('Campaign within the channel'),
  message: text(20_000).optional().describe("The person's own words"),
  subject: text(500)
    .optional()
    .describe('What the lead visited, downloaded or asked for: a title or a URL. Stays in intake, like the message'),
  pains: texts.optional().describe('What troubles the lead. Added to those of its earlier signals'),
  interests: texts.optional().describe('What the lead is interested in. Added to those of its earlier signals'),
  company: company.optional(),
  role: leadAttribute.optional().describe("The person's role in the company, such as `owner`"),
  country: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2}$/, 'must be a two-letter country code, ISO 3166-1 alpha-2')
    .optional()
    .describe('ISO 3166-1 alpha-2, such as `DE`'),
  region: leadAttribute.optional().describe('Region within the country'),
  language: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a BCP 47 language tag, such as de or pt-BR')
    .max(35)
    .optional()
    .describe('BCP 47, such as `pt-BR`'),
  signal: signalKind.optional().describe('What the lead did; `request` by default'),
  consent: z.boolean().optional().describe('Whether the person agreed to be contacted; absent means unknown'),
  externalId: text(200)
    .optional()
    .describe(
      "The source's own id of this lead. The same source and id are the same lead; with the same content, they are the same delivery",
    ),
  website: z.string().max(2000).optional().describe('A trap for bots: leave the field empty and hidden in forms'),
});

export type InboundLead = z.infer<typeof data>;

/**
 * A lead as other systems know it. Unknown fields are ignored; empty ones count as absent. Intake reads more than this
 * schema allows: an optional field that does not fit costs only itself (docs/intake.md).
 */
export const inboundLead = {
  type: 'baton.lead.inbound',
  topic: topics.inboundLeads.name,
  summary: 'A lead from outside. It needs at least a name, a source, and a phone or an e-mail.',
  data,
} satisfies EventContract<InboundLead>;
