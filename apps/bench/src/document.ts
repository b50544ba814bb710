import type { Measurement, Table } from './measurement.ts';
import type { Results } from './result-file.ts';

const cells = (row: readonly string[]): string => `| ${row.join(' | ')} |`;

const markdownTable = ({ columns, rows }: Table): string =>
  [cells(columns), cells(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(cells)].join('\n');

const targetTable = ({ targets }: Measurement): Table => ({
  columns: ['', 'target', 'measured', ''],
  rows: targets.map(({ metric, target, measured, isMet }) => [
    metric,
    target,
    `**${measured}**`,
    isMet ? 'met' : 'missed',
  ]),
});

/** A measurement as Markdown. */
export function measurementMarkdown(measurement: Measurement): string {
  const { measuredAt, environment, conditions, tables } = measurement;
  const { machine, system, node, engines, load } = environment;
  return [
    `Measured on ${measuredAt.slice(0, 10)}: ${conditions.join('; ')}.`,
    ...[targetTable(measurement), ...tables].map(markdownTable),
    `On: ${[machine, system, `Node.js ${node}`, ...engines].join('; ')}. Load average: ${load}.`,
  ].join('\n\n');
}

/** Replaces the text between the markers of each measurement. Measurements without results stay as they are. */
export function insertResults(document: string, results: Results): string {
  return Object.entries(results).reduce((text, [name, measurement]) => {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The document has no markers ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${measurementMarkdown(measurement)}\n\n${text.slice(to)}`;
  }, document);
}

/** A measurement for the terminal. */
export function measurementText(measurement: Measurement): string {
  const { title, conditions, environment, tables, targets } = measurement;
  const widthsOf = ({ columns, rows }: Table): number[] =>
    columns.map((_, column) => Math.max(...[columns, ...rows].map((row) => row[column]?.length ?? 0)));
  const lines = (table: Table): string[] => {
    const widths = widthsOf(table);
    const line = (row: readonly string[]): string =>
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
        .join('  ');
    return ['', ...[table.columns, ...table.rows].map((row) => `  ${line(row)}`)];
  };
  return [
    `${title} (${conditions.join('; ')})`,
    ...tables.flatMap(lines),
    '',
    ...targets.map(
      ({ metric, target, measured, isMet }) => `  ${isMet ? '✔' : '✖'} ${metric}: ${measured} (${target})`,
    ),
    `  load average ${environment.load}`,
  ].join('\n');
}
