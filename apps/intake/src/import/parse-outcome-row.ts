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
  /** The same at every import. */
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

/** A row as what became of a lead. What it does not say, such as the amount, stays unknown. */
export function parseOutcomeRow(row: Row, mapping: Mapping, now: Date): ParsedOutcomeRow {
  const map = mapping.outcomes;
  if (!map) return refusedRow('no-mapping', 'the mapping has no outcomes');
  const leadId = cellOf(row, map.lead, mapping);
  if (leadId === undefined) return refusedRow('missing-lead', `${map.lead} is empty`);
  const kind = valueOf(row, map.outcome, mapping);
  if (kind !== 'won' && kind !== 'lost') return refusedRow('invalid-outcome', 'the outcome is neither won nor lost');
  const atText = cellOf(row, map.at, mapping);
  const moment = atText === undefined ? undefined : parseMoment(atText, mapping);
  if (!moment) return refusedRow('invalid-day', `${map.at} is no date (${mapping.dateFormat})`);
  if (moment.at > now) return refusedRow('day-in-future', `${map.at} lies ahead`);

  const decidedAt = moment.at.toISOString();
  const own = map.id === undefined ? undefined : cellOf(row, map.id, mapping);
  const findings: Finding[] = [];
  const common = {
    identity: digest('outcome', mapping.source, leadId, own ?? `${kind} ${decidedAt}`),
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
    findings.push(rowWarning('invalid:amount', `${map?.amount} is no amount and stays unknown`));
  }
  const currency = map?.currency === undefined ? undefined : valueOf(row, map.currency, mapping)?.toUpperCase();
  const isCurrency = currency !== undefined && /^[A-Z]{3}$/.test(currency);
  if (currency !== undefined && !isCurrency) {
    findings.push(rowWarning('invalid:currency', 'the currency is no code of three letters and stays unknown'));
  }
  const paidText = map?.paidAt === undefined ? undefined : cellOf(row, map.paidAt, mapping);
  const paid = paidText === undefined ? undefined : parseMoment(paidText, mapping);
  const isAhead = paid !== undefined && paid.at > now;
  if (paidText !== undefined && (!paid || isAhead)) {
    const what = isAhead ? 'lies ahead' : 'is no date';
    findings.push(rowWarning('invalid:paidAt', `${map?.paidAt} ${what} and stays unknown`));
  }
  return omitUndefined({
    amount,
    currency: isCurrency && amount !== undefined ? currency : undefined,
    paidAt: isAhead ? undefined : paid?.at.toISOString(),
  });
}

/** `1234.5`, `1 234,50` and `1,234.50`; a sign or a letter makes it none. */
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
