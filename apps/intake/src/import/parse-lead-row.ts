import { leadAttribute, unstorableText } from '@baton/contracts';
import type { LeadSnapshot } from '@baton/domain';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import type { Submission } from '../capture/submission.ts';
import { companyDomainFromUrl, companyDomainFromEmail, segmentOf } from '../parsing/company.ts';
import { normaliseEmail } from '../parsing/email.ts';
import { flagsOf } from '../parsing/flags.ts';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { normalisePhone } from '../parsing/phone.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { parseMoment } from './dates.ts';
import { rowWarning, rowError } from './findings.ts';
import type { Finding } from './findings.ts';
import type { LeadField, Mapping } from './mapping.ts';
import { cellOf, storableText, valueOf } from './csv-row.ts';
import type { Row } from './csv-row.ts';

export interface ParsedLeadRow {
  submission?: Submission;
  findings: Finding[];
}

export const importIdentity = (source: string, ownId: string): string => digest('file', source, ownId);

/**
 * A row as a lead of the past. It needs an id and a day; whatever else cannot be read stays unknown and is reported.
 * The minimum of new leads does not hold here.
 */
export function parseLeadRow(
  row: Row,
  mapping: Mapping,
  file: string,
  defaultCountry: string,
  now: Date,
): ParsedLeadRow {
  const ownId = cellOf(row, mapping.leads.id, mapping);
  if (ownId === undefined) return refusedRow('missing-id', `${mapping.leads.id} is empty`);
  if (unstorableText(ownId) !== undefined)
    return refusedRow('invalid-id', `${mapping.leads.id} has a zero character or half a letter`);
  if (ownId.length > 200) return refusedRow('invalid-id', `${mapping.leads.id} is longer than 200 characters`);
  const dayText = cellOf(row, mapping.leads.day, mapping);
  if (dayText === undefined) return refusedRow('missing-day', `${mapping.leads.day} is empty`);
  const moment = parseMoment(dayText, mapping);
  if (!moment) return refusedRow('invalid-day', `${mapping.leads.day} is no date (${mapping.dateFormat})`);
  if (moment.at > now) return refusedRow('day-in-future', `${mapping.leads.day} lies ahead`);

  const findings: Finding[] = [];
  const { person, profile, message } = parseFields(row, mapping, defaultCountry, findings);
  const identity = importIdentity(mapping.source, ownId);
  const { verdict, signal } = mapping.leads;
  const lead: NormalisedLead = {
    person,
    profile: { ...profile, source: mapping.source },
    signal,
    externalId: ownId,
    ...(message === undefined ? {} : { message }),
  };
  return {
    findings,
    submission: {
      entryPoint: 'file',
      createdBy: `file:${file}`.slice(0, 200),
      receivedAt: moment.at,
      raw: Buffer.from(row.raw),
      signalId: digest('signal', identity),
      newLeadId: digest('lead', identity),
      identity: { digest: identity },
      importedHistory: { day: moment.day, ...(verdict === undefined ? {} : { verdict }) },
      lead,
      keys: leadKeys(lead),
    },
  };
}

const refusedRow = (code: string, reason: string): ParsedLeadRow => ({ findings: [rowError(code, reason)] });

function parseFields(row: Row, mapping: Mapping, defaultCountry: string, findings: Finding[]) {
  const { fields } = mapping.leads;
  const short = 200;
  const text = (field: LeadField, longest = short): string | undefined => {
    const origin = fields[field];
    const value = origin === undefined ? undefined : valueOf(row, origin, mapping);
    if (value === undefined) return undefined;
    if (value.length > longest)
      findings.push(rowWarning(`truncated:${field}`, `${field} is longer than ${longest} characters and was cut`));
    return storableText(value, longest) || undefined;
  };
  /** Reads a value of a certain form; one that has not that form stays unknown. */
  const parsed = <T>(field: LeadField, form: string, read: (value: string) => T | undefined): T | undefined => {
    const value = text(field);
    const result = value === undefined ? undefined : read(value);
    if (value !== undefined && result === undefined) {
      findings.push(rowWarning(`invalid:${field}`, `${field} is no ${form} and stays unknown`));
    }
    return result;
  };
  /** What goes into events and reports, by the rule of the doors that are open to new leads. */
  const attribute = (field: LeadField): string | undefined => {
    const value = text(field);
    const wrong = value === undefined ? undefined : leadAttribute.safeParse(value).error;
    if (!wrong) return value;
    findings.push(rowWarning(`personal-data:${field}`, `${field} ${wrong.issues[0]?.message} and stays unknown`));
    return undefined;
  };
  const country = parsed('country', 'country code of two letters', (value) =>
    /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined,
  );
  const phone = parsed('phone', 'phone number', (value) => normalisePhone(value, country ?? defaultCountry));
  const email = parsed('email', 'e-mail address', normaliseEmail);
  const employees = parsed('employees', 'number of employees', (value) =>
    /^\d{1,8}$/.test(value) && Number(value) > 0 ? Number(value) : undefined,
  );
  const domain = parsed('companyDomain', 'domain of one company', companyDomainFromUrl);
  const consent = parsed('consent', 'yes or no', parseConsent);
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
    companyDomain: domain ?? (email === undefined ? undefined : companyDomainFromEmail(email)),
  };
  const reach = { phone, email };
  return {
    person: omitUndefined({ name: text('name'), companyName: text('companyName'), ...reach }),
    message: text('message', 20_000),
    profile: {
      ...omitUndefined(known as Partial<LeadSnapshot>),
      reachableBy: (['phone', 'email'] as const).filter((contact) => reach[contact] !== undefined),
      flags: flagsOf(email, undefined),
      consent: consent ?? null,
    },
  };
}

function parseConsent(text: string): boolean | undefined {
  if (/^(true|yes|y|1|да)$/i.test(text)) return true;
  return /^(false|no|n|0|нет)$/i.test(text) ? false : undefined;
}
