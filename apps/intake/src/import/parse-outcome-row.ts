import { leadOutcome, lostReason } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { digest } from '../capture/digest.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { parseMoment } from './dates.ts';
import { rowWarning, rowError } from './findings.ts';
import type { Finding } from './findings.ts';
import { outcomeDates } from './mapping.ts';
import type { ColumnReference, FileMapping } from './mapping.ts';
import { readNumber } from './numbers.ts';
import { importIdentity } from './parse-lead-row.ts';
import { cellOf, columnName, quoted, storableText, valueOf } from './csv-row.ts';
import type { Row } from './csv-row.ts';

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

export interface ImportedOutcome {
  /** The same in each import of the file. */
  identity: string;
  /** The identity under which its lead was imported. */
  leadIdentity: string;
  day: string;
  data: DistributiveOmit<LeadOutcome, 'leadId'>;
}

export interface ParsedOutcomeRow {
  outcome?: ImportedOutcome;
  /** The deal has no outcome yet. */
  isOpen?: true;
  findings: Finding[];
}

/** Values that a row does not have, such as the amount, stay unknown. */
export function parseOutcomeRow(row: Row, mapping: FileMapping, now: Date): ParsedOutcomeRow {
  const map = mapping.outcomes;
  if (!map) return refusedRow('no-mapping', 'the mapping has no outcomes section');
  const leadId = cellOf(row, map.lead, mapping);
  if (leadId === undefined) return refusedRow('missing-lead', `${columnName(map.lead)} is empty`);
  const kind = valueOf(row, map.outcome, mapping);
  if (kind === 'open') return { isOpen: true, findings: [] };
  if (kind !== 'won' && kind !== 'lost') return refusedRow('invalid-outcome', invalidOutcome(kind));
  const [at, atText] = [columnName(map.at), cellOf(row, map.at, mapping)];
  if (atText === undefined) return refusedRow('missing-day', `${at} of a ${kind} deal is empty`);
  const moment = parseMoment(atText, outcomeDates(mapping));
  if ('problem' in moment) return refusedRow('invalid-day', `${at} ${quoted(atText)} ${moment.problem}`);
  if (moment.at > now) return refusedRow('day-in-future', `${at} ${quoted(atText)} is in the future`);

  const decidedAt = moment.at.toISOString();
  const dealId = map.id === undefined ? undefined : cellOf(row, map.id, mapping);
  const findings: Finding[] = [];
  const common = {
    identity: digest('outcome', mapping.source, leadId, dealId ?? `${kind} ${decidedAt}`),
    leadIdentity: importIdentity(mapping.source, leadId),
    day: moment.day,
  };
  if (kind === 'won') {
    return {
      findings,
      outcome: {
        ...common,
        data: { outcome: 'won', decidedAt, imported: true, ...wonDetails(row, mapping, now, findings) },
      },
    };
  }
  const reason =
    map.reason === undefined ? undefined : storableText(valueOf(row, map.reason, mapping) ?? '', 200).trim();
  if (!reason)
    return refusedRow(
      'missing-reason',
      'a lost deal needs a reason; if the file has none, write outcomes.reason: { value: not recorded }',
    );
  const checked = lostReason.safeParse(reason);
  if (!checked.success) return refusedRow('personal-data:reason', `the reason ${checked.error.issues[0]?.message}`);
  const wasSql = map.wasSql === undefined ? 'no' : valueOf(row, map.wasSql, mapping);
  if (wasSql !== 'yes' && wasSql !== 'no' && wasSql !== undefined)
    findings.push(
      rowWarning('invalid:wasSql', `wasSql ${quoted(wasSql)} is neither yes nor no; the deal counts as no SQL`),
    );
  const details = { reason, ...(wasSql === 'yes' && { wasSql: true as const }) };
  return { findings, outcome: { ...common, data: { outcome: 'lost', decidedAt, ...details, imported: true } } };
}

const invalidOutcome = (kind: string | undefined): string =>
  kind === undefined
    ? 'the outcome is empty; write missing outcomes as open'
    : `the outcome ${quoted(kind)} is neither won, lost nor open; add it to outcomes.outcome.values`;

const refusedRow = (code: string, reason: string): ParsedOutcomeRow => ({ findings: [rowError(code, reason)] });

function wonDetails(row: Row, mapping: FileMapping, now: Date, findings: Finding[]) {
  const map = mapping.outcomes;
  const paidText = map?.paidAt === undefined ? undefined : cellOf(row, map.paidAt, mapping);
  const paid = paidText === undefined ? undefined : parseMoment(paidText, outcomeDates(mapping));
  const paidProblem = paid && ('problem' in paid ? paid.problem : paid.at > now ? 'is in the future' : undefined);
  if (map?.paidAt !== undefined && paidText !== undefined && paidProblem !== undefined)
    findings.push(unknownValue('paidAt', map.paidAt, paidText, paidProblem));
  return omitUndefined({
    ...amountOf(row, mapping, findings),
    paidAt: paid && 'at' in paid && paidProblem === undefined ? paid.at.toISOString() : undefined,
  });
}

function amountOf(row: Row, mapping: FileMapping, findings: Finding[]): { amount?: number; currency?: string } {
  const map = mapping.outcomes;
  const mapped = map?.currency === undefined ? undefined : valueOf(row, map.currency, mapping)?.toUpperCase();
  const currency = mapped !== undefined && /^[A-Z]{3}$/.test(mapped) ? mapped : undefined;
  if (mapped !== undefined && currency === undefined)
    findings.push(
      rowWarning('invalid:currency', `the currency ${quoted(mapped)} is not a three-letter code and stays unknown`),
    );
  const text = map?.amount === undefined ? undefined : cellOf(row, map.amount, mapping);
  if (map?.amount === undefined || text === undefined) return {};
  const read = readNumber(text, mapping.decimal);
  if ('problem' in read) {
    findings.push(unknownValue('amount', map.amount, text, read.problem));
    return {};
  }
  const ofSign = read.currency === undefined ? read.anyOf : [read.currency];
  if (currency !== undefined && ofSign && !ofSign.includes(currency)) {
    findings.push(unknownValue('amount', map.amount, text, `is not in the currency of the mapping, ${currency}`));
    return {};
  }
  const known = currency ?? (mapped === undefined ? read.currency : undefined);
  return { amount: read.value, ...(known !== undefined && { currency: known }) };
}

const unknownValue = (field: string, column: ColumnReference, text: string, problem: string): Finding =>
  rowWarning(`invalid:${field}`, `${columnName(column)} ${quoted(text)} ${problem}, and stays unknown`);

export const outcomeMessage = ({ identity, data }: ImportedOutcome, leadId: string) => ({
  topic: leadOutcome.topic,
  key: leadId,
  event: {
    id: `imported/${identity}`,
    source: '/baton/intake',
    type: leadOutcome.type,
    time: data.decidedAt,
    subject: leadId,
    data: { ...data, leadId } satisfies LeadOutcome,
  },
});
