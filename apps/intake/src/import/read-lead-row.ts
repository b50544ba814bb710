import { leadAttribute, unstorableText } from '@baton/contracts';
import type { LeadSnapshot } from '@baton/domain';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import type { Submission } from '../capture/submission.ts';
import { companyDomainAt, companyDomainOf, segmentOf } from '../reading/company.ts';
import { normalEmail } from '../reading/email.ts';
import { flagsOf } from '../reading/flags.ts';
import type { NormalLead } from '../reading/normal-lead.ts';
import { normalPhone } from '../reading/phone.ts';
import { present } from '../reading/present.ts';
import { readMoment } from './dates.ts';
import { kept, refused } from './findings.ts';
import type { Finding } from './findings.ts';
import type { LeadField, Mapping } from './mapping.ts';
import { cellOf, storable, valueOf } from './row.ts';
import type { Row } from './row.ts';

export interface LeadRow {
  submission?: Submission;
  findings: Finding[];
}

export const identityOf = (source: string, ownId: string): string => digest('file', source, ownId);

/**
 * A row as a lead of the past. It needs an id and a day; whatever else cannot be read stays unknown and is reported.
 * The minimum of new leads does not hold here.
 */
export function readLeadRow(row: Row, mapping: Mapping, file: string, defaultCountry: string, now: Date): LeadRow {
  const ownId = cellOf(row, mapping.leads.id, mapping);
  if (ownId === undefined) return refusedRow('missing-id', `${mapping.leads.id} is empty`);
  if (unstorableText(ownId) !== undefined)
    return refusedRow('invalid-id', `${mapping.leads.id} has a zero character or half a letter`);
  if (ownId.length > 200) return refusedRow('invalid-id', `${mapping.leads.id} is longer than 200 characters`);
  const dayText = cellOf(row, mapping.leads.day, mapping);
  if (dayText === undefined) return refusedRow('missing-day', `${mapping.leads.day} is empty`);
  const moment = readMoment(dayText, mapping);
  if (!moment) return refusedRow('invalid-day', `${mapping.leads.day} is no date (${mapping.dates})`);
  if (moment.at > now) return refusedRow('future-day', `${mapping.leads.day} lies ahead`);

  const findings: Finding[] = [];
  const { person, profile, message } = readFields(row, mapping, defaultCountry, findings);
  const identity = identityOf(mapping.source, ownId);
  const { verdict, signal } = mapping.leads;
  const lead: NormalLead = {
    person,
    profile: { ...profile, source: mapping.source },
    signal,
    externalId: ownId,
    ...(message === undefined ? {} : { message }),
  };
  return {
    findings,
    submission: {
      door: 'file',
      createdBy: `file:${file}`.slice(0, 200),
      receivedAt: moment.at,
      raw: Buffer.from(row.raw),
      signalId: digest('signal', identity),
      newLeadId: digest('lead', identity),
      identity: { digest: identity },
      imported: { day: moment.day, ...(verdict === undefined ? {} : { verdict }) },
      lead,
      keys: leadKeys(lead),
    },
  };
}

const refusedRow = (code: string, reason: string): LeadRow => ({ findings: [refused(code, reason)] });

function readFields(row: Row, mapping: Mapping, defaultCountry: string, findings: Finding[]) {
  const { fields } = mapping.leads;
  const short = 200;
  const text = (field: LeadField, longest = short): string | undefined => {
    const origin = fields[field];
    const value = origin === undefined ? undefined : valueOf(row, origin, mapping);
    if (value === undefined) return undefined;
    if (value.length > longest)
      findings.push(kept(`cut:${field}`, `${field} is longer than ${longest} characters and was cut`));
    return storable(value, longest) || undefined;
  };
  /** Reads a value of a certain form; one that has not that form stays unknown. */
  const formed = <T>(field: LeadField, form: string, read: (value: string) => T | undefined): T | undefined => {
    const value = text(field);
    const result = value === undefined ? undefined : read(value);
    if (value !== undefined && result === undefined) {
      findings.push(kept(`invalid:${field}`, `${field} is no ${form} and stays unknown`));
    }
    return result;
  };
  /** What goes into events and reports, by the rule of the doors that are open to new leads. */
  const attribute = (field: LeadField): string | undefined => {
    const value = text(field);
    const wrong = value === undefined ? undefined : leadAttribute.safeParse(value).error;
    if (!wrong) return value;
    findings.push(kept(`personal:${field}`, `${field} ${wrong.issues[0]?.message} and stays unknown`));
    return undefined;
  };
  const country = formed('country', 'country code of two letters', (value) =>
    /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined,
  );
  const phone = formed('phone', 'phone number', (value) => normalPhone(value, country ?? defaultCountry));
  const email = formed('email', 'e-mail address', normalEmail);
  const employees = formed('employees', 'number of employees', (value) =>
    /^\d{1,8}$/.test(value) && Number(value) > 0 ? Number(value) : undefined,
  );
  const domain = formed('companyDomain', 'domain of one company', companyDomainAt);
  const consent = formed('consent', 'yes or no', consentOf);
  const known: { [Key in keyof LeadSnapshot]?: LeadSnapshot[Key] | undefined } = {
    channel: attribute('channel'),
    campaign: attribute('campaign'),
    industry: attribute('industry'),
    segment: attribute('segment') ?? (employees === undefined ? undefined : segmentOf(employees)),
    employees,
    role: attribute('role'),
    country,
    region: attribute('region'),
    language: attribute('language'),
    companyDomain: domain ?? (email === undefined ? undefined : companyDomainOf(email)),
  };
  const reach = { phone, email };
  return {
    person: present({ name: text('name'), companyName: text('companyName'), ...reach }),
    message: text('message', 20_000),
    profile: {
      ...present(known as Partial<LeadSnapshot>),
      reachableBy: (['phone', 'email'] as const).filter((way) => reach[way] !== undefined),
      flags: flagsOf(email, undefined),
      consent: consent ?? null,
    },
  };
}

function consentOf(text: string): boolean | undefined {
  if (/^(true|yes|y|1|да)$/i.test(text)) return true;
  return /^(false|no|n|0|нет)$/i.test(text) ? false : undefined;
}
