import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import type { Mapping } from './mapping.ts';
import type { Row } from './csv-row.ts';

/** The file does not match its mapping. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

export type CsvRow = Row | { line: number; problem: string };

interface ParsedRecord {
  record: string[];
  raw: string;
  info: { lines: number };
}

/** One malformed row must not stop the import. */
const lenient = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true };

/** Streams the rows of a CSV file whose first row names the columns. */
export async function* readCsv(
  file: string,
  { delimiter, encoding }: Pick<Mapping, 'delimiter' | 'encoding'>,
  requiredColumns: readonly string[],
): AsyncGenerator<CsvRow> {
  const decoded = Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream(encoding));
  const parser = parse({ delimiter, bom: true, info: true, raw: true, ...lenient });
  // The loop below throws any error of the pipeline.
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
  if (!header) throw new CsvFileError(`${file} is empty. Its first line must name the columns.`);
}

function checkHeader(file: string, header: string[], requiredColumns: readonly string[]): void {
  const missing = [...new Set(requiredColumns)].filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  throw new CsvFileError(
    `${file} has no column ${missing.join(', ')}. Its columns are ${header.join(', ')}. Correct the mapping or its delimiter.`,
  );
}
