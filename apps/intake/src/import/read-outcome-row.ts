import { leadOutcome, reasonOfLoss } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { digest } from '../capture/digest.ts';
import { present } from '../reading/present.ts';
import { readMoment } from './dates.ts';
import { kept, refused } from './findings.ts';
import type { Finding } from './findings.ts';
import type { Mapping } from './mapping.ts';
import { identityOf } from './read-lead-row.ts';
import { cellOf, storable, valueOf } from './row.ts';
import type { Row } from './row.ts';

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

export interface PastOutcome {
  /** The same at every import. */
  identity: string;
  /** The identity under which its lead was imported. */
  leadIdentity: string;
  day: string;
  data: Without<LeadOutcome, 'leadId'>;
}

export interface OutcomeRow {
  outcome?: PastOutcome;
  findings: Finding[];
}

/** A row as what became of a lead. What it does not say, such as the amount, stays unknown. */
export function readOutcomeRow(row: Row, mapping: Mapping, now: Date): OutcomeRow {
  const map = mapping.outcomes;
  if (!map) return refusedRow('no-mapping', 'the mapping has no outcomes');
  const leadId = cellOf(row, map.lead, mapping);
  if (leadId === undefined) return refusedRow('missing-lead', `${map.lead} is empty`);
  const kind = valueOf(row, map.outcome, mapping);
  if (kind !== 'won' && kind !== 'lost') return refusedRow('invalid-outcome', 'the outcome is neither won nor lost');
  const atText = cellOf(row, map.at, mapping);
  const moment = atText === undefined ? undefined : readMoment(atText, mapping);
  if (!moment) return refusedRow('invalid-day', `${map.at} is no date (${mapping.dates})`);
  if (moment.at > now) return refusedRow('future-day', `${map.at} lies ahead`);

  const at = moment.at.toISOString();
  const own = map.id === undefined ? undefined : cellOf(row, map.id, mapping);
  const findings: Finding[] = [];
  const common = {
    identity: digest('outcome', mapping.source, leadId, own ?? `${kind} ${at}`),
    leadIdentity: identityOf(mapping.source, leadId),
    day: moment.day,
  };
  if (kind === 'won') {
    return {
      findings,
      outcome: { ...common, data: { outcome: 'won', at, imported: true, ...won(row, mapping, now, findings) } },
    };
  }
  const reason = map.reason === undefined ? undefined : storable(valueOf(row, map.reason, mapping) ?? '', 200).trim();
  if (!reason) return refusedRow('missing-reason', 'a lost deal needs a reason');
  const checked = reasonOfLoss.safeParse(reason);
  if (!checked.success) return refusedRow('personal:reason', `the reason ${checked.error.issues[0]?.message}`);
  return { findings, outcome: { ...common, data: { outcome: 'lost', at, reason, imported: true } } };
}

const refusedRow = (code: string, reason: string): OutcomeRow => ({ findings: [refused(code, reason)] });

function won(row: Row, mapping: Mapping, now: Date, findings: Finding[]) {
  const map = mapping.outcomes;
  const amountText = map?.amount === undefined ? undefined : cellOf(row, map.amount, mapping);
  const amount = amountText === undefined ? undefined : amountOf(amountText);
  if (amountText !== undefined && amount === undefined) {
    findings.push(kept('invalid:amount', `${map?.amount} is no amount and stays unknown`));
  }
  const currency = map?.currency === undefined ? undefined : valueOf(row, map.currency, mapping)?.toUpperCase();
  const isCurrency = currency !== undefined && /^[A-Z]{3}$/.test(currency);
  if (currency !== undefined && !isCurrency) {
    findings.push(kept('invalid:currency', 'the currency is no code of three letters and stays unknown'));
  }
  const paidText = map?.paidAt === undefined ? undefined : cellOf(row, map.paidAt, mapping);
  const paid = paidText === undefined ? undefined : readMoment(paidText, mapping);
  const isAhead = paid !== undefined && paid.at > now;
  if (paidText !== undefined && (!paid || isAhead)) {
    const what = isAhead ? 'lies ahead' : 'is no date';
    findings.push(kept('invalid:paidAt', `${map?.paidAt} ${what} and stays unknown`));
  }
  return present({
    amount,
    currency: isCurrency && amount !== undefined ? currency : undefined,
    paidAt: isAhead ? undefined : paid?.at.toISOString(),
  });
}

/** `1234.5`, `1 234,50` and `1,234.50`; a sign or a letter makes it none. */
function amountOf(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0_]/g, '');
  const decimal = /,\d{1,2}$/.test(plain) ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '');
  return /^\d+(\.\d+)?$/.test(decimal) ? Number(decimal) : undefined;
}

export const outcomeMessage = ({ identity, data }: PastOutcome, leadId: string) => ({
  topic: leadOutcome.topic,
  key: leadId,
  event: {
    id: `imported/${identity}`,
    source: '/baton/intake',
    type: leadOutcome.type,
    time: data.at,
    subject: leadId,
    data: { ...data, leadId } satisfies LeadOutcome,
  },
});
