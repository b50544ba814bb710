import { leadOutcome, lostReason } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { digest } from '../capture/digest.ts';
import { omitUndefined } from '../parsing/omit-undefined.ts';
import { parseMoment } from './dates.ts';
import { rowWarning, rowError } from './findings.ts';
import type { Finding } from './findings.ts';
import type { Mapping } from './mapping.ts';
import { importIdentity } from './parse-lead-row.ts';
import { cellOf, storableText, valueOf } from './csv-row.ts';
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
  findings: Finding[];
}

/** Values that a row does not have, such as the amount, stay unknown. */
export function parseOutcomeRow(row: Row, mapping: Mapping, now: Date): ParsedOutcomeRow {
  const map = mapping.outcomes;
  if (!map) return refusedRow('no-mapping', 'the mapping has no outcomes section');
  const leadId = cellOf(row, map.lead, mapping);
  if (leadId === undefined) return refusedRow('missing-lead', `${map.lead} is empty`);
  const kind = valueOf(row, map.outcome, mapping);
  if (kind !== 'won' && kind !== 'lost') return refusedRow('invalid-outcome', 'the outcome is neither won nor lost');
  const atText = cellOf(row, map.at, mapping);
  const moment = atText === undefined ? undefined : parseMoment(atText, mapping);
  if (!moment) return refusedRow('invalid-day', `${map.at} is not a date (dateFormat ${mapping.dateFormat})`);
  if (moment.at > now) return refusedRow('day-in-future', `${map.at} is in the future`);

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
  if (!reason) return refusedRow('missing-reason', 'a lost deal needs a reason');
  const checked = lostReason.safeParse(reason);
  if (!checked.success) return refusedRow('personal-data:reason', `the reason ${checked.error.issues[0]?.message}`);
  return { findings, outcome: { ...common, data: { outcome: 'lost', decidedAt, reason, imported: true } } };
}

const refusedRow = (code: string, reason: string): ParsedOutcomeRow => ({ findings: [rowError(code, reason)] });

function wonDetails(row: Row, mapping: Mapping, now: Date, findings: Finding[]) {
  const map = mapping.outcomes;
  const amountText = map?.amount === undefined ? undefined : cellOf(row, map.amount, mapping);
  const amount = amountText === undefined ? undefined : parseAmount(amountText);
  if (amountText !== undefined && amount === undefined) {
    findings.push(rowWarning('invalid:amount', `${map?.amount} is not an amount and stays unknown`));
  }
  const currency = map?.currency === undefined ? undefined : valueOf(row, map.currency, mapping)?.toUpperCase();
  const isCurrency = currency !== undefined && /^[A-Z]{3}$/.test(currency);
  if (currency !== undefined && !isCurrency) {
    findings.push(rowWarning('invalid:currency', 'the currency is not a three-letter code and stays unknown'));
  }
  const paidText = map?.paidAt === undefined ? undefined : cellOf(row, map.paidAt, mapping);
  const paid = paidText === undefined ? undefined : parseMoment(paidText, mapping);
  const isInFuture = paid !== undefined && paid.at > now;
  if (paidText !== undefined && (!paid || isInFuture)) {
    const problem = isInFuture ? 'is in the future' : 'is not a date';
    findings.push(rowWarning('invalid:paidAt', `${map?.paidAt} ${problem} and stays unknown`));
  }
  return omitUndefined({
    amount,
    currency: isCurrency && amount !== undefined ? currency : undefined,
    paidAt: isInFuture ? undefined : paid?.at.toISOString(),
  });
}

/** Accepts `1234.5`, `1 234,50` and `1,234.50`, but no signs and no letters. */
function parseAmount(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0_]/g, '');
  const decimal = /,\d{1,2}$/.test(plain) ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '');
  return /^\d+(\.\d+)?$/.test(decimal) ? Number(decimal) : undefined;
}

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
