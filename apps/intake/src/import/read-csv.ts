import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { resolveColumns } from './columns.ts';
import { CsvFileError } from './csv-row.ts';
import type { Row } from './csv-row.ts';
import type { ColumnReference, Mapping } from './mapping.ts';

export type CsvRow = Row | { line: number; problem: string };

interface ParsedRecord {
  record: string[];
  raw: string;
  info: { lines: number };
}

/** One malformed row must not stop the import, but a quote without its pair must not swallow the rest of the file. */
const lenient = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: 1_000_000 };

/** Streams the rows of a CSV file whose first row names the columns. */
export async function* readCsv(
  file: string,
  { delimiter, encoding }: Pick<Mapping, 'delimiter' | 'encoding'>,
  requiredColumns: readonly ColumnReference[],
): AsyncGenerator<CsvRow> {
  const decoded = Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream(encoding, { fatal: true }));
  const parser = parse({ delimiter, bom: true, info: true, raw: true, ...lenient });
  // The loop below throws any error of the pipeline.
  pipeline(Readable.fromWeb(decoded), parser, () => undefined);
  const records = parser as AsyncIterable<ParsedRecord>;
  let width = 0;
  let columns: Map<ColumnReference, number> | undefined;
  try {
    for await (const { record, raw, info } of records) {
      if (!columns) {
        if (isSeparatorLine(raw)) continue;
        width = record.length;
        columns = resolveColumns(file, record, requiredColumns);
        continue;
      }
      if (record.length !== width) {
        yield { line: info.lines, problem: `has ${record.length} columns, the header has ${width}` };
        continue;
      }
      const cells = new Map([...columns].map(([column, index]) => [column, record[index] ?? '']));
      yield { line: info.lines, raw: raw.trimEnd(), cells };
    }
  } catch (error) {
    throw csvError(file, error);
  }
  if (!columns) throw new CsvFileError(`${file} is empty. Its first line must name the columns.`);
}

/** Excel writes the delimiter into a line before the header. */
const isSeparatorLine = (raw: string): boolean => /^\s*"?sep=.?"?\s*$/i.test(raw);

function csvError(file: string, error: unknown): unknown {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'CSV_MAX_RECORD_SIZE') return error;
  const { lines } = error as { lines?: number };
  return new CsvFileError(
    `${file}: a quote that opens on or before line ${lines ?? '?'} is never closed. Close it, or remove it.`,
  );
}
