import type { HandoffStepRecorded } from '@baton/contracts';
import type { Outside } from '../system/outside.ts';
import { AMOUNT_WON } from './figures.ts';
import type { Figures } from './figures.ts';
import { forEach } from './gather.ts';

interface Report {
  total: Record<string, unknown>;
  rows: Record<string, string | number | null>[];
}

const statuses = {
  started: undefined,
  kept: 'kept',
  keptLate: 'kept late',
  broken: 'broken',
  running: 'running',
  released: 'released',
};

/** The same figures as the reports tell them, for the handoffs under one version of the agreement. */
export async function reportedFigures(outside: Outside, version: number): Promise<Figures> {
  const read = (name: string, more = ''): Promise<Report> =>
    outside.read('reporting', `/reports/${name}?agreementVersion=${version}${more}`, 'olga') as Promise<Report>;
  const [returns, promises, conversion, channels] = await Promise.all([
    read('returns'),
    read('promises'),
    read('passed-conversion'),
    read('channels', '&by=channel'),
  ]);
  const figures: Figures = new Map();
  const put = (name: string, count: unknown): void => {
    if (Number(count) > 0) figures.set(name, Number(count));
  };
  put('handoffs', conversion.total['mql']);
  put('transferred', conversion.total['transferred']);
  put('won', Number(conversion.total['won'] ?? 0) + Number(conversion.total['wonAfterLost'] ?? 0));
  for (const { reason, returns: count } of returns.rows) put(`returned: ${reason}`, count);
  for (const row of promises.rows) {
    for (const [column, status] of Object.entries(statuses)) {
      if (status !== undefined) put(`promise ${row['promise']} (${row['clock']}): ${status}`, row[column]);
    }
  }
  for (const row of channels.rows) {
    for (const column of ['mql', 'sql', 'won']) put(`channel ${row['group'] ?? 'unknown'}: ${column}`, row[column]);
  }
  const { amounts = [] } = channels.total as { amounts?: { amount: number }[] };
  put(
    AMOUNT_WON,
    amounts.reduce((sum, { amount }) => sum + amount, 0),
  );
  return figures;
}

/** Each handoff's record as reporting shows it: whole events, in their order. */
export async function reportedRecords(
  outside: Outside,
  handoffIds: readonly string[],
): Promise<Map<string, HandoffStepRecorded[]>> {
  const records = await forEach(handoffIds, async (id): Promise<[string, HandoffStepRecorded[]]> => {
    const { status, body } = await outside.insist('reporting', `/handoffs/${id}/record`, { as: 'olga' });
    return [id, status === 200 ? (body as { steps: HandoffStepRecorded[] }).steps : []];
  });
  return new Map(records);
}
