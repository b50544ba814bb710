import { leadAttribute, unstorableText } from '@baton/contracts';
import { cleanLine, contactMethods } from '@baton/domain';
import type { ContactMethod, LeadSnapshot } from '@baton/domain';
import { digest } from '../capture/digest.ts';
import { leadKeys } from '../capture/lead-keys.ts';
import type { Submission } from '../capture/submission.ts';
import { companyDomainFromUrl, companyDomainFromEmail, segmentOf } from '../parsing/company.ts';
import { distinctTexts } from '../parsing/distinct-texts.ts';
import { readEmail } from '../parsing/email.ts';
import { flagsOf } from '../parsing/flags.ts';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { readPhone } from '../parsing/phone.ts';
import type { Reading } from '../parsing/reading.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { remarkOn } from '../parsing/remark.ts';
import type { Remark } from '../parsing/remark.ts';
import { parseMoment } from './dates.ts';
import { rowWarning, rowError } from './findings.ts';
import type { Finding } from './findings.ts';
import type { FileMapping, LeadField } from './mapping.ts';
import { leadDates } from './mapping.ts';
import { readNumber } from './numbers.ts';
import type { DecimalMark } from './numbers.ts';
import { cellOf, columnName, quoted, storableText, valueOf } from './csv-row.ts';
import type { Row } from './csv-row.ts';

export interface ParsedLeadRow {
  submission?: Submission;
  /** The row has no day, and the mapping says that such rows are not leads yet. */
  isUndated?: true;
  findings: Finding[];
}

/** The identity of a past lead, the same in each import of the file. */
export const importIdentity = (source: string, rowId: string): string => digest('file', source, rowId);

/** The id that a past lead gets, the same in each import of the file. */
export const importedLeadId = (identity: string): string => digest('lead', identity);

/**
 * A past lead needs only an id and a day; the minimum for new leads does not apply. Any other value that cannot be
 * parsed stays unknown and becomes a warning.
 */
export function parseLeadRow(
  row: Row,
  mapping: FileMapping,
  file: string,
  defaultCountry: string,
  now: Date,
): ParsedLeadRow {
  const [id, day] = [columnName(mapping.leads.id), columnName(mapping.leads.day)];
  const rowId = cellOf(row, mapping.leads.id, mapping);
  if (rowId === undefined) return refusedRow('missing-id', `${id} is empty`);
  if (unstorableText(rowId) !== undefined)
    return refusedRow('invalid-id', `${id} contains a null character or half of a surrogate pair`);
  if (rowId.length > 200) return refusedRow('invalid-id', `${id} is longer than 200 characters`);
  const dayText = cellOf(row, mapping.leads.day, mapping);
  if (dayText === undefined)
    return mapping.leads.undated === 'skip'
      ? { isUndated: true, findings: [] }
      : refusedRow('missing-day', `${day} is empty; write leads.undated: skip if such rows are not leads yet`);
  const moment = parseMoment(dayText, leadDates(mapping));
  if ('problem' in moment) return refusedRow('invalid-day', `${day} ${quoted(dayText)} ${moment.problem}`);
  if (moment.at > now) return refusedRow('day-in-future', `${day} ${quoted(dayText)} is in the future`);

  const findings: Finding[] = [];
  const { person, profile, texts, remarks } = parseFields(row, mapping, defaultCountry, findings);
  const identity = importIdentity(mapping.source, rowId);
  const { verdict, signal } = mapping.leads;
  const lead: NormalisedLead = {
    person,
    profile: { ...profile, source: mapping.source },
    signal,
    externalId: rowId,
    remarks,
    ...texts,
  };
  return {
    findings,
    submission: {
      entryPoint: 'file',
      createdBy: `file:${file}`.slice(0, 200),
      receivedAt: moment.at,
      raw: Buffer.from(row.raw),
      signalId: digest('signal', identity),
      newLeadId: importedLeadId(identity),
      identity: { digest: identity },
      importedHistory: { day: moment.day, ...(verdict !== undefined && { verdict }) },
      lead,
      keys: leadKeys(lead),
    },
  };
}

const refusedRow = (code: string, reason: string): ParsedLeadRow => ({ findings: [rowError(code, reason)] });

const LONGEST_CELL = 20_000;
const LONGEST_SUBJECT = 500;
const severalLines: readonly LeadField[] = ['message', 'pains', 'interests'];

function parseFields(row: Row, mapping: FileMapping, defaultCountry: string, findings: Finding[]) {
  const { fields } = mapping.leads;
  const remarks: Remark[] = [];
  /** The report of the import names the field; the remark on the lead also keeps what it said. */
  const ignore = (field: LeadField, code: string, message: string, value: string | undefined): void => {
    findings.push(rowWarning(`${code}:${field}`, `${field} ${message}`));
    remarks.push(remarkOn({ field, code, message }, value));
  };
  const text = (field: LeadField, maxLength = 200): string | undefined => {
    const valueMapping = fields[field];
    const value = valueMapping === undefined ? undefined : valueOf(row, valueMapping, mapping);
    if (value === undefined) return undefined;
    if (value.length > maxLength)
      findings.push(
        rowWarning(`truncated:${field}`, `${field} is longer than ${maxLength} characters and was truncated`),
      );
    const clean = severalLines.includes(field) ? value : cleanLine(value);
    return storableText(clean, maxLength) || undefined;
  };
  const parsed = <T>(field: LeadField, kind: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = text(field);
    const result = value === undefined ? undefined : parse(value);
    if (value !== undefined && result === undefined) {
      ignore(field, 'invalid', `is not a ${kind} and stays unknown`, value);
    }
    return result;
  };
  /** A character that is in the way, or that was read by a guess, is named on the lead. */
  const contact = (field: ContactMethod, kind: string, read: (value: string) => Reading): string | undefined => {
    const value = text(field);
    if (value === undefined) return undefined;
    const reading = read(value);
    if ('problem' in reading) {
      findings.push(rowWarning(`invalid:${field}`, `${field} is not a ${kind} and stays unknown`));
      remarks.push(remarkOn({ field, code: 'invalid', message: reading.problem }, value));
      return undefined;
    }
    if (reading.remark !== undefined)
      remarks.push(remarkOn({ field, code: 'look-alike', message: reading.remark }, value));
    return reading.value;
  };
  /** Attributes go into events, so they follow the same rule against personal data as new leads. */
  const attribute = (field: LeadField): string | undefined => {
    const value = text(field);
    const error = value === undefined ? undefined : leadAttribute.safeParse(value).error;
    if (!error) return value;
    ignore(field, 'personal-data', `${error.issues[0]?.message}; it stays unknown`, value);
    return undefined;
  };
  const list = (field: 'pains' | 'interests'): string[] | undefined => {
    const items = text(field, LONGEST_CELL)?.split(/[;\n]/) ?? [];
    const texts = items.map((item) => storableText(cleanLine(item), LONGEST_SUBJECT)).filter((item) => item !== '');
    return texts.length > 0 ? distinctTexts(texts) : undefined;
  };
  const country = parsed('country', 'two-letter country code', (value) =>
    /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined,
  );
  // With an unreadable country, a phone without a country code is not guessed.
  const isCountryUnreadable = country === undefined && findings.some(({ code }) => code === 'invalid:country');
  const phoneCountry = isCountryUnreadable ? undefined : (country ?? defaultCountry);
  const phone = contact('phone', 'phone number', (value) => readPhone(value, phoneCountry));
  const email = contact('email', 'valid e-mail address', readEmail);
  const employees = parsed('employees', 'number of employees', (value) => parseEmployees(value, mapping.decimal));
  const domain = parsed('companyDomain', 'company domain', companyDomainFromUrl);
  const consent = parsed('consent', 'yes-or-no value', parseConsent);
  const attributes: { [Key in keyof LeadSnapshot]?: LeadSnapshot[Key] | undefined } = {
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
  const contacts = { phone, email };
  return {
    person: omitUndefined({ name: text('name'), companyName: text('companyName'), ...contacts }),
    texts: omitUndefined({
      message: text('message', LONGEST_CELL),
      subject: text('subject', LONGEST_SUBJECT),
      pains: list('pains'),
      interests: list('interests'),
    }),
    remarks,
    profile: {
      ...omitUndefined(attributes as Partial<LeadSnapshot>),
      reachableBy: contactMethods.filter((method) => contacts[method] !== undefined),
      flags: flagsOf(email, undefined),
      consent: consent ?? null,
    },
  };
}

const MAX_EMPLOYEES = 99_999_999;

function parseEmployees(text: string, decimal: DecimalMark): number | undefined {
  const read = readNumber(text, decimal);
  if ('problem' in read || read.currency !== undefined || read.anyOf) return undefined;
  return Number.isInteger(read.value) && read.value > 0 && read.value <= MAX_EMPLOYEES ? read.value : undefined;
}

function parseConsent(text: string): boolean | undefined {
  if (/^(true|yes|y|1|да)$/i.test(text)) return true;
  return /^(false|no|n|0|нет)$/i.test(text) ? false : undefined;
}
