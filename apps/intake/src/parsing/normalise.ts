import type { InboundLead } from '@baton/contracts';
import { contactMethods } from '@baton/domain';
import type { LeadSnapshot } from '@baton/domain';
import type { FieldProblem } from '@baton/service';
import { companyDomainFromUrl, companyDomainFromEmail, registrableDomain, segmentOf } from './company.ts';
import { normaliseEmail } from './email.ts';
import { flagsOf } from './flags.ts';
import type { NormalisedLead, Profile } from './normalised-lead.ts';
import { normalisePhone } from './phone.ts';
import { omitUndefined } from './omit-undefined.ts';

export type NormaliseResult = { lead: NormalisedLead } | { problems: FieldProblem[] };

/** Normalises phone, e-mail address, domain and country, or reports the fields that cannot be normalised. */
export function normalise(given: InboundLead, defaultCountry: string): NormaliseResult {
  const problems: FieldProblem[] = [];
  const check = <T>(field: string, text: string | undefined, value: T | undefined, message: string): T | undefined => {
    if (text !== undefined && value === undefined) problems.push({ field, code: 'invalid', message });
    return value;
  };
  const country = given.country?.toUpperCase();
  const { phone: phoneText, email: emailText } = given;
  const domainText = given.company?.domain;
  const phone = check(
    'phone',
    phoneText,
    phoneText === undefined ? undefined : normalisePhone(phoneText, country ?? defaultCountry),
    'is not a phone number; write it with + and the country code',
  );
  const email = check(
    'email',
    emailText,
    emailText === undefined ? undefined : normaliseEmail(emailText),
    'is not an e-mail address; write it as name@company.com',
  );
  const domain = check(
    'company.domain',
    domainText,
    domainText === undefined ? undefined : registrableDomain(domainText),
    'is not a domain; write it as company.com',
  );
  problems.push(...belowMinimum(given));
  if (problems.length > 0) return { problems };

  const person = omitUndefined({ name: given.name, phone, email, companyName: given.company?.name });
  const profile = profileOf(given, { country, companyDomain: domain, email });
  const reachableBy = contactMethods.filter((contact) => person[contact] !== undefined);
  return {
    lead: omitUndefined({
      person,
      message: given.message,
      profile: { ...profile, reachableBy, flags: flagsOf(email, given.website) },
      signal: given.signal ?? ('request' as const),
      externalId: given.externalId,
    }),
  };
}

/** A lead needs at least one way to reach the person. */
export function belowMinimum(given: { phone?: unknown; email?: unknown }): FieldProblem[] {
  if (given.phone !== undefined || given.email !== undefined) return [];
  const message = 'is missing; a lead needs a phone or an e-mail address';
  return ['phone', 'email'].map((field) => ({ field, code: 'below-minimum', message }));
}

/** Collects the attributes that are not personal data. An absent attribute is unknown. */
function profileOf(
  given: InboundLead,
  derived: { country: string | undefined; companyDomain: string | undefined; email: string | undefined },
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
    country: derived.country,
    region: given.region,
    language: given.language,
    companyDomain: fromUrl ?? fromEmail,
  };
  return { source: given.source, consent: given.consent ?? null, ...omitUndefined(profile as Partial<LeadSnapshot>) };
}
