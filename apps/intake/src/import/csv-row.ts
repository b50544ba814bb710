import { containsPhoneOrEmail } from '@baton/domain';
import type { ColumnReference, Mapping, ValueMapping } from './mapping.ts';

/** The file cannot be imported with this mapping. The message says what to decide or to correct. */
export class CsvFileError extends Error {
  override readonly name = 'CsvFileError';
}

/** A row of a CSV file, with the cells that the mapping reads. */
export interface Row {
  /** The line on which the row ends; a quoted cell may contain line breaks. */
  line: number;
  /** The text of the row as it is in the file. */
  raw: string;
  cells: ReadonlyMap<ColumnReference, string>;
}

/** Undefined if the cell is empty or has one of the values that mean "no value" in this file. */
export function cellOf(
  row: Row,
  column: ColumnReference,
  { missingValues }: Pick<Mapping, 'missingValues'>,
): string | undefined {
  const text = row.cells.get(column)?.trim();
  return text === undefined || text === '' || missingValues.includes(text) ? undefined : text;
}

export function valueOf(
  row: Row,
  valueMapping: ValueMapping,
  mapping: Pick<Mapping, 'missingValues'>,
): string | undefined {
  if (typeof valueMapping !== 'object') return cellOf(row, valueMapping, mapping);
  if ('value' in valueMapping) return valueMapping.value;
  const text = cellOf(row, valueMapping.column, mapping);
  return text === undefined ? undefined : (valueMapping.values?.[text] ?? text);
}

/** The columns that these mappings read. */
export function columnsOf(valueMappings: readonly (ValueMapping | undefined)[]): ColumnReference[] {
  return valueMappings.flatMap((valueMapping) => {
    if (valueMapping === undefined) return [];
    if (typeof valueMapping !== 'object') return [valueMapping];
    return 'column' in valueMapping ? [valueMapping.column] : [];
  });
}

/** A column as messages name it. */
export const columnName = (column: ColumnReference): string =>
  typeof column === 'number' ? `column ${column}` : column;

const MAX_QUOTED_LENGTH = 60;

/** A date, amount or stage as messages show it. With a wrong mapping it could be a person's phone or e-mail. */
export function quoted(text: string): string {
  if (containsPhoneOrEmail(text)) return '(a phone number or an e-mail address)';
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH).toWellFormed()}…` : text;
}

/** Makes text storable in PostgreSQL: without null characters, and without half a surrogate pair where it was truncated. */
export const storableText = (text: string, maxLength: number): string =>
  text.replaceAll('\0', '').slice(0, maxLength).toWellFormed();
