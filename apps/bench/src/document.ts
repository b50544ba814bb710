import type { Measurement, Table } from './measurement.ts';
import type { Results } from './result-file.ts';

const cells = (row: readonly string[]): string => `| ${row.join(' | ')} |`;

const markdownTable = ({ columns, rows }: Table): string =>
  [cells(columns), cells(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(cells)].join('\n');

const targetTable = ({ targets: aims }: Measurement): Table => ({
  columns: ['', 'aim', 'measured', ''],
  rows: aims.map(({ metric: what, target: aim, measured: got, isMet }) => [
    what,
    aim,
    `**${got}**`,
    isMet ? 'met' : 'missed',
  ]),
});

/** One measurement for the document. */
export function measurementMarkdown(measurement: Measurement): string {
  const { measuredAt, environment, conditions, tables } = measurement;
  const { machine, system, node, engines, load } = environment;
  return [
    `Measured on ${measuredAt.slice(0, 10)}: ${conditions.join('; ')}.`,
    ...[targetTable(measurement), ...tables].map(markdownTable),
    `On: ${[machine, system, `Node.js ${node}`, ...engines].join('; ')}. Load average: ${load}.`,
  ].join('\n\n');
}

/** The document with each measurement between its markers; what was not measured stays as it is. */
export function insertResults(document: string, results: Results): string {
  return Object.entries(results).reduce((text, [name, measurement]) => {
    const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The document has no place ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${measurementMarkdown(measurement)}\n\n${text.slice(to)}`;
  }, document);
}

/** One measurement for the terminal. */
export function measurementText(measurement: Measurement): string {
  const { title, conditions, environment, tables, targets: aims } = measurement;
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
    ...aims.map(
      ({ metric: what, target: aim, measured: got, isMet }) => `  ${isMet ? '✔' : '✖'} ${what}: ${got} (${aim})`,
    ),
    `  load average ${environment.load}`,
  ].join('\n');
}
