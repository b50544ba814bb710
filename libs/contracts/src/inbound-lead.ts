import { containsPhoneOrEmail } from '@baton/domain';
import { z } from 'zod';
import type { EventContract } from './event-contract.ts';
import { signalKind } from './lead-snapshot.ts';
import { topics } from './topics.ts';

/** Text that a database can hold: what it cannot is refused by name instead of failing later. */
const text = (maximumLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximumLength)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be text without a zero character');

const singleLine = text(200);

/** What everybody may know of a lead goes into events and reports: an address in the wrong field would go with it. */
export const leadAttribute = singleLine.refine(
  (value) => !containsPhoneOrEmail(value),
  'must name no phone number (an id that looks like one needs letters right before it) and no e-mail address',
);

const company = z.object({
  name: singleLine.optional().describe('Name of the company'),
  domain: text(300).optional().describe('Web address or domain; reduced to the registrable domain'),
  industry: leadAttribute.optional().describe('Industry in a word, such as `software`'),
  segment: leadAttribute.optional().describe('`small`, `medium` or `enterprise`; derived from `employees` when absent'),
  employees: z.int().min(1).max(10_000_000).optional().describe('Number of employees'),
});

const data = z.object({
  name: singleLine.describe("The person's name"),
  source: leadAttribute.describe('Where the lead comes from, such as `website` or `partner-acme`'),
  phone: text(50).optional().describe('Any usual notation; without + it is read as a number of `country`'),
  email: text(320).optional().describe('E-mail address'),
  channel: leadAttribute.optional().describe('Marketing channel, such as `paid-search`'),
  campaign: leadAttribute.optional().describe('Campaign within the channel'),
  message: text(20_000).optional().describe("The person's own words"),
  company: company.optional(),
  role: leadAttribute.optional().describe("The person's role in the company, such as `owner`"),
  country: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2}$/, 'must be a country code of two letters, ISO 3166-1 alpha-2')
    .optional()
    .describe('ISO 3166-1 alpha-2, such as `DE`'),
  region: leadAttribute.optional().describe('Region within the country'),
  language: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language tag of BCP 47, such as de or pt-BR')
    .max(35)
    .optional()
    .describe('BCP 47, such as `pt-BR`'),
  signal: signalKind.optional().describe('What the lead did; a `request` unless told'),
  consent: z.boolean().optional().describe('Whether the person agreed to be contacted; absent is unknown'),
  externalId: text(200)
    .optional()
    .describe("The source's own id of this lead: the same source and id is the same lead"),
  website: z.string().max(2000).optional().describe('A trap for bots: leave the field empty and hidden in forms'),
});

export type InboundLead = z.infer<typeof data>;

/** A lead as other services know it. Unknown fields are passed over; empty ones count as absent. */
export const inboundLead = {
  type: 'baton.lead.inbound',
  topic: topics.inboundLeads.name,
  summary: 'A lead from outside; name, source, and a phone or an e-mail are the minimum.',
  data,
} satisfies EventContract<InboundLead>;
