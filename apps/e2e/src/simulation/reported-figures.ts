import type { HandoffStepRecorded } from '@baton/contracts';
import { mapConcurrently } from '@baton/testing';
import type { ApiClient } from '@baton/testing';
import { AMOUNT_WON } from './figures.ts';
import type { Figures } from './figures.ts';

const READ_CONCURRENCY = 12;

interface Report {
  total: Record<string, unknown>;
  rows: Record<string, string | number | null>[];
}

const promiseColumns = {
  started: undefined,
  kept: 'kept',
  keptLate: 'kept late',
  broken: 'broken',
  running: 'running',
  released: 'released',
};

/** The figures in the reports for the handoffs under one version of the agreement. */
export async function reportedFigures(client: ApiClient, version: number): Promise<Figures> {
  const readReport = (name: string, more = ''): Promise<Report> =>
    client.read('reporting', `/reports/${name}?agreementVersion=${version}${more}`, 'olga') as Promise<Report>;
  const [returns, promises, conversion, channels] = await Promise.all([
    readReport('returns'),
    readReport('promises'),
    readReport('passed-conversion'),
    readReport('channels', '&groupBy=channel'),
  ]);
  const figures: Figures = new Map();
  const setFigure = (name: string, count: unknown): void => {
    if (Number(count) > 0) figures.set(name, Number(count));
  };
  setFigure('handoffs', conversion.total['mql']);
  setFigure('transferred', conversion.total['transferred']);
  setFigure('won', Number(conversion.total['won'] ?? 0) + Number(conversion.total['wonAfterLost'] ?? 0));
  for (const { reason, returns: count } of returns.rows) setFigure(`returned: ${reason}`, count);
  for (const row of promises.rows) {
    for (const [column, status] of Object.entries(promiseColumns)) {
      if (status !== undefined) setFigure(`promise ${row['promise']} (${row['clock']}): ${status}`, row[column]);
    }
  }
  for (const row of channels.rows) {
    for (const column of ['mql', 'sql', 'won'])
      setFigure(`channel ${row['group'] ?? 'unknown'}: ${column}`, row[column]);
  }
  const { amounts = [] } = channels.total as { amounts?: { amount: number }[] };
  setFigure(
    AMOUNT_WON,
    amounts.reduce((sum, { amount }) => sum + amount, 0),
  );
  return figures;
}

/** The record of each handoff in reporting: whole events in order. */
export async function reportedRecords(
  client: ApiClient,
  handoffIds: readonly string[],
): Promise<Map<string, HandoffStepRecorded[]>> {
  const records = await mapConcurrently(
    handoffIds,
    READ_CONCURRENCY,
    async (id): Promise<[string, HandoffStepRecorded[]]> => {
      const { status, body } = await client.callUntilResponse('reporting', `/handoffs/${id}/record`, { as: 'olga' });
      return [id, status === 200 ? (body as { steps: HandoffStepRecorded[] }).steps : []];
    },
  );
  return new Map(records);
}
