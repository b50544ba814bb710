import type { Mapping, ValueMapping } from './mapping.ts';

/** A row of a file, by the names of its columns. */
export interface Row {
  /** The line on which it ends. */
  line: number;
  /** As it stands in the file. */
  raw: string;
  cells: Record<string, string>;
}

/** What the row says there; undefined where it knows nothing. */
export function cellOf(
  row: Row,
  column: string,
  { missingValues }: Pick<Mapping, 'missingValues'>,
): string | undefined {
  const text = row.cells[column]?.trim();
  return text === undefined || text === '' || missingValues.includes(text) ? undefined : text;
}

export function valueOf(row: Row, origin: ValueMapping, mapping: Pick<Mapping, 'missingValues'>): string | undefined {
  if (typeof origin === 'string') return cellOf(row, origin, mapping);
  if ('value' in origin) return origin.value;
  const text = cellOf(row, origin.column, mapping);
  return text === undefined ? undefined : (origin.values?.[text] ?? text);
}

/** The columns that a mapping reads. */
export function columnsOf(origins: readonly (ValueMapping | undefined)[]): string[] {
  return origins.flatMap((origin) => {
    if (origin === undefined) return [];
    if (typeof origin === 'string') return [origin];
    return 'column' in origin ? [origin.column] : [];
  });
}

/** As it can be stored: cut to this length, without zero characters, and with no half of a letter where it was cut. */
export const storableText = (text: string, longest: number): string =>
  text.replaceAll('\0', '').slice(0, longest).toWellFormed();
