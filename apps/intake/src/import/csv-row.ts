import type { Mapping, ValueMapping } from './mapping.ts';

/** A row of a CSV file, with its cells by column name. */
export interface Row {
  /** The line on which the row ends; a quoted cell may contain line breaks. */
  line: number;
  /** The text of the row as it is in the file. */
  raw: string;
  cells: Record<string, string>;
}

/** Undefined if the cell is empty or has one of the values that mean "no value" in this file. */
export function cellOf(
  row: Row,
  column: string,
  { missingValues }: Pick<Mapping, 'missingValues'>,
): string | undefined {
  const text = row.cells[column]?.trim();
  return text === undefined || text === '' || missingValues.includes(text) ? undefined : text;
}

export function valueOf(
  row: Row,
  valueMapping: ValueMapping,
  mapping: Pick<Mapping, 'missingValues'>,
): string | undefined {
  if (typeof valueMapping === 'string') return cellOf(row, valueMapping, mapping);
  if ('value' in valueMapping) return valueMapping.value;
  const text = cellOf(row, valueMapping.column, mapping);
  return text === undefined ? undefined : (valueMapping.values?.[text] ?? text);
}

/** The columns that these mappings read. */
export function columnsOf(valueMappings: readonly (ValueMapping | undefined)[]): string[] {
  return valueMappings.flatMap((valueMapping) => {
    if (valueMapping === undefined) return [];
    if (typeof valueMapping === 'string') return [valueMapping];
    return 'column' in valueMapping ? [valueMapping.column] : [];
  });
}

/** Makes text storable in PostgreSQL: without null characters, and without half a surrogate pair where it was truncated. */
export const storableText = (text: string, maxLength: number): string =>
  text.replaceAll('\0', '').slice(0, maxLength).toWellFormed();
