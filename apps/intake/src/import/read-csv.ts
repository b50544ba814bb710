import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import type { Mapping } from './mapping.ts';
import type { Row } from './csv-row.ts';

/** The file cannot be read as the mapping says. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

export type CsvRow = Row | { line: number; problem: string };

interface ParsedRecord {
  record: string[];
  raw: string;
  info: { lines: number };
}

/** One odd row must not end the import of all others. */
const lenient = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true };

/** Reads a CSV file row by row, never whole; its first row names the columns. */
export async function* readCsv(
  file: string,
  { delimiter, encoding }: Pick<Mapping, 'delimiter' | 'encoding'>,
  requiredColumns: readonly string[],
): AsyncGenerator<CsvRow> {
  const decoded = Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream(encoding));
  const parser = parse({ delimiter, bom: true, info: true, raw: true, ...lenient });
  // What fails on the way is thrown below, where the rows are read.
  pipeline(Readable.fromWeb(decoded), parser, () => undefined);
  const records = parser as AsyncIterable<ParsedRecord>;
  let header: string[] | undefined;
  for await (const { record, raw, info } of records) {
    if (!header) {
      header = record.map((name) => name.trim());
      checkHeader(file, header, requiredColumns);
      continue;
    }
    if (record.length !== header.length) {
      yield { line: info.lines, problem: `has ${record.length} columns, the header has ${header.length}` };
      continue;
    }
    const cells = Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']));
    yield { line: info.lines, raw: raw.trimEnd(), cells };
  }
  if (!header) throw new CsvFileError(`${file} is empty: its first line must name the columns.`);
}

function checkHeader(file: string, header: string[], needed: readonly string[]): void {
  const missing = [...new Set(needed)].filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  throw new CsvFileError(
    `${file} has no column ${missing.join(', ')}. It has ${header.join(', ')}. Correct the mapping, or its delimiter.`,
  );
}
