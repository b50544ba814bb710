import { cleanCode } from '@baton/domain';
import { CsvFileError, columnName } from './csv-row.ts';
import type { ColumnReference } from './mapping.ts';

/** Headers that look the same to people have the same key: case, spaces and invisible characters do not count. */
const headerKey = (name: string): string => cleanCode(name).normalize('NFKC').toLowerCase();

/**
 * The index of each column that the mapping reads.
 * @throws CsvFileError that names each column which is missing or which several headers could be
 */
export function resolveColumns(
  file: string,
  header: readonly string[],
  required: readonly ColumnReference[],
): Map<ColumnReference, number> {
  const keys = header.map(headerKey);
  const resolved = new Map<ColumnReference, number>();
  const missing: string[] = [];
  const problems: string[] = [];
  for (const column of new Set(required)) {
    const indexes = typeof column === 'number' ? [column - 1] : indexesOf(keys, headerKey(column));
    const [index] = indexes;
    if (indexes.length > 1) problems.push(duplicateHeader(column, indexes));
    else if (index === undefined || index >= header.length) missing.push(columnName(column));
    else resolved.set(column, index);
  }
  if (missing.length > 0)
    problems.unshift(
      `has no column ${missing.join(', ')}. Its columns are ${header.join(', ')}. ${delimiterHint(header)}`,
    );
  if (problems.length > 0) throw new CsvFileError(problems.map((problem) => `${file} ${problem}.`).join('\n'));
  return resolved;
}

function delimiterHint(header: readonly string[]): string {
  const [only = ''] = header;
  const delimiter = header.length === 1 ? [';', '\t', ',', '|'].find((mark) => only.includes(mark)) : undefined;
  if (delimiter === undefined) return 'Correct the mapping or its delimiter';
  return `Its delimiter seems to be ${delimiter === '\t' ? 'tab' : delimiter}: write delimiter: ${delimiter === '\t' ? 'tab' : `'${delimiter}'`} into the mapping`;
}

const indexesOf = (keys: readonly string[], wanted: string): number[] =>
  keys.flatMap((key, index) => (key === wanted ? [index] : []));

function duplicateHeader(column: ColumnReference, indexes: readonly number[]): string {
  const positions = indexes.map((index) => String(index + 1));
  return `has the header ${column} in the columns ${positions.join(' and ')}. Write the position of the one to read into the mapping, such as ${positions[0]} instead of ${column}`;
}
