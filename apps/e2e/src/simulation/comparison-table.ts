import type { ActionLog } from './action-log.ts';
import { figuresOfActionLog, figuresOfRecord } from './compare.ts';
import type { ObservedState } from './compare.ts';
import { AMOUNT_WON, figuresOf, isReported } from './figures.ts';

const alignColumns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd()).join('\n');
};

const counts = (names: Iterable<string>): string => {
  const counted = new Map<string, number>();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  return (
    [...counted]
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  );
};

/** The figures by the actions, the record, the events and the reports. */
export function comparisonTable(
  actions: ActionLog,
  { leads, handoffs, events, quarantined, reported }: ObservedState,
): string {
  const columns = [
    figuresOfActionLog(actions),
    figuresOfRecord(handoffs),
    figuresOf(
      Map.groupBy(events, ({ handoffId }) => handoffId)
        .values()
        .map((own) => ({
          steps: own,
          channel: handoffs.find(({ handoffId }) => handoffId === own[0]?.handoffId)?.channel ?? 'unknown',
        })),
    ),
    reported,
  ];
  const names = [...new Set(columns.flatMap((figures) => [...figures.keys()]))].filter(
    (name) => !name.startsWith('channel'),
  );
  const shown = (name: string, column: number): string => {
    const isReportedHere = column === 3 ? isReported(name) || name === AMOUNT_WON : name !== AMOUNT_WON || column === 0;
    return columns[column]?.get(name)?.toString() ?? (isReportedHere && column > 0 ? '0' : '');
  };
  const rows = names.sort().map((name) => [name, ...columns.map((_, column) => shown(name, column))]);
  const valid = actions.signals.filter(({ isValid }) => isValid);
  return [
    `Sent: ${counts(actions.signals.map(({ entryPoint, isValid }) => `${entryPoint}${isValid ? '' : ' (invalid)'}`))}`,
    `Stored: ${leads.length} leads from ${valid.length} valid signals, ${quarantined} messages in quarantine`,
    `Leads now: ${counts(leads.map(({ status }) => status))}`,
    `Scenarios: ${counts(actions.scenarios.values())}`,
    `Refused after a race: ${[...actions.refusals].map(([reason, count]) => `${reason} ${count}`).join(', ') || 'none'}`,
    '',
    alignColumns([['', 'actions', 'record', 'events', 'reports'], ...rows]),
  ].join('\n');
}
