import type { InboundLead } from '@baton/contracts';
import type { LeadSnapshot } from '@baton/domain';
import { companyDomainFromEmail, companyDomainFromUrl, readDomain, segmentOf } from './company.ts';
import type { Contacts } from './contacts.ts';
import { distinctTexts } from './distinct-texts.ts';
import { flagsOf } from './flags.ts';
import type { NormalisedLead, Profile } from './normalised-lead.ts';
import { omitUndefined } from './omit-undefined.ts';
import { readField } from './read-field.ts';
import type { Remark } from './remark.ts';

/** Turns a valid submission into the person, the attributes and the remarks that are stored. */
export function normalise(
  given: InboundLead,
  json: unknown,
  { phone, email, reachableBy, guessed }: Contacts,
  remarks: Remark[],
): NormalisedLead {
  const domain = readField('company.domain', given.company?.domain, json, readDomain);
  const profile = profileOf(given, { companyDomain: domain.value, email });
  return omitUndefined({
    person: omitUndefined({ name: given.name, phone, email, companyName: given.company?.name }),
    message: given.message,
    subject: given.subject,
    pains: given.pains && distinctTexts(given.pains),
    interests: given.interests && distinctTexts(given.interests),
    profile: { ...profile, reachableBy, flags: flagsOf(email, given.website) },
    signal: given.signal ?? ('request' as const),
    externalId: given.externalId,
    remarks: [...remarks, ...guessed, ...domain.remarks],
  });
}

/** Collects the attributes that are not personal data. An absent attribute is unknown. */
function profileOf(
  given: InboundLead,
  derived: { companyDomain: string | undefined; email: string | undefined },
): Omit<Profile, 'reachableBy' | 'flags'> {
  const { company } = given;
  // A page on a shared host is a valid URL, but says nothing about the company's domain.
  const fromUrl = derived.companyDomain === undefined ? undefined : companyDomainFromUrl(derived.companyDomain);
  const fromEmail = derived.email === undefined ? undefined : companyDomainFromEmail(derived.email);
  const profile: { [Key in keyof LeadSnapshot]?: LeadSnapshot[Key] | undefined } = {
    channel: given.channel,
    campaign: given.campaign,
    industry: company?.industry,
    segment: company?.segment ?? (company?.employees === undefined ? undefined : segmentOf(company.employees)),
    employees: company?.employees,
    role: given.role,
    country: given.country?.toUpperCase(),
    region: given.region,
    language: given.language,
    companyDomain: fromUrl ?? fromEmail,
  };
  return { source: given.source, consent: given.consent ?? null, ...omitUndefined(profile as Partial<LeadSnapshot>) };
}
