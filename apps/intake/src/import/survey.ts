import { checkEncoding } from './check-encoding.ts';
import { cellOf, columnsOf, CsvFileError, valueOf } from './csv-row.ts';
import type { Row } from './csv-row.ts';
import { DateEvidence } from './date-evidence.ts';
import type { MomentFormat } from './dates.ts';
import { leadDates, outcomeDates } from './mapping.ts';
import type { ColumnReference, FileMapping, Mapping, ValueMapping } from './mapping.ts';
import { DecimalEvidence } from './numbers.ts';
import { readCsv } from './read-csv.ts';

/** What one part of a mapping reads from a file. */
interface Reads {
  columns: ColumnReference[];
  dates: { column: ColumnReference; format: MomentFormat }[];
  numbers: ValueMapping[];
}

export function leadReads(mapping: Mapping): Reads {
  const { id, day, fields } = mapping.leads;
  return {
    columns: [id, day, ...columnsOf(Object.values(fields))],
    dates: [{ column: day, format: leadDates(mapping) }],
    numbers: fields.employees === undefined ? [] : [fields.employees],
  };
}

export function outcomeReads(mapping: Mapping): Reads {
  const map = mapping.outcomes;
  if (!map) return { columns: [], dates: [], numbers: [] };
  const dates = [map.at, map.paidAt].filter((column) => column !== undefined);
  return {
    columns: columnsOf([
      map.lead,
      map.id,
      map.outcome,
      map.at,
      map.reason,
      map.amount,
      map.currency,
      map.paidAt,
      map.wasSql,
    ]),
    dates: dates.map((column) => ({ column, format: outcomeDates(mapping) })),
    numbers: map.amount === undefined ? [] : [map.amount],
  };
}

/**
 * Reads a file once before anything is imported, and decides what is the same for all of its rows.
 * @throws CsvFileError with every decision that the mapping must make
 */
export async function surveyFile(file: string, mapping: Mapping, reads: readonly Reads[]): Promise<FileMapping> {
  await checkEncoding(file, mapping.encoding);
  const numbers = reads.flatMap((each) => each.numbers);
  const dates = reads
    .flatMap((each) => each.dates)
    .map(({ column, format }) => ({ column, evidence: new DateEvidence(column, format) }));
  const decimals = new DecimalEvidence();
  for await (const row of readCsv(
    file,
    mapping,
    reads.flatMap(({ columns }) => columns),
  )) {
    if ('problem' in row) continue;
    for (const number of numbers) addValue(row, valueOf(row, number, mapping), decimals);
    for (const { column, evidence } of dates) addValue(row, cellOf(row, column, mapping), evidence);
  }
  const decided = decimals.decide(mapping.decimal);
  const problems = dates.flatMap(({ evidence }) => evidence.problem() ?? []);
  if ('problem' in decided) problems.push(decided.problem);
  if (problems.length > 0 || 'problem' in decided)
    throw new CsvFileError(
      `${file} needs decisions in the mapping. Nothing was imported.\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  return { ...mapping, decimal: decided.decimal };
}

function addValue(row: Row, text: string | undefined, evidence: { add(line: number, text: string): void }): void {
  if (text !== undefined) evidence.add(row.line, text);
}
