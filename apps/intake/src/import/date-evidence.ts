import { columnName, quoted } from './csv-row.ts';
import { isNumberFormat, parseMoment } from './dates.ts';
import type { MomentFormat } from './dates.ts';
import type { ColumnReference } from './mapping.ts';

interface Example {
  line: number;
  text: string;
}

const numericDate = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/** Collects what the dates of one column prove about the mapping's date format. */
export class DateEvidence {
  readonly #column: ColumnReference;
  readonly #format: MomentFormat;
  #read = 0;
  #unread = 0;
  /** The first value that cannot be read, that only fits day before month, only the reverse, or both. */
  readonly #first: Partial<Record<'unread' | 'day-first' | 'month-first' | 'ambiguous', Example>> = {};

  constructor(column: ColumnReference, format: MomentFormat) {
    this.#column = column;
    this.#format = format;
  }

  add(line: number, text: string): void {
    const isRead = !('problem' in parseMoment(text, this.#format));
    if (isRead) this.#read += 1;
    else {
      this.#unread += 1;
      this.#first.unread ??= { line, text };
    }
    const parts = numericDate.exec(text.trim());
    if (!parts) return;
    const [first, second] = [Number(parts[1]), Number(parts[3])];
    if (first === second) return;
    this.#first[first > 12 ? 'day-first' : second > 12 ? 'month-first' : 'ambiguous'] ??= { line, text };
  }

  /** Why the format of the mapping cannot be right for this column; undefined if it can. */
  problem(): string | undefined {
    const { dateFormat } = this.#format;
    const { unread, ...orders } = this.#first;
    const order = orderOf(dateFormat);
    const [same, other] =
      order === 'month-first' ? (['month-first', 'day-first'] as const) : (['day-first', 'month-first'] as const);
    const contrary = orders[other];
    if (order !== undefined && contrary && !orders[same])
      return `${this.#shown(contrary)} is ${other}, but the mapping says dateFormat: ${dateFormat}, and no date of the column fits only that. Write a format in which ${other === 'day-first' ? 'the day' : 'the month'} comes first.`;
    if (!unread || this.#read >= this.#unread) return undefined;
    return `${this.#shown(unread)} does not have the format of the mapping, dateFormat: ${dateFormat}, and neither do most dates of the column. ${this.#proposal(unread.text)}`;
  }

  #shown({ line, text }: Example): string {
    return `${columnName(this.#column)} ${quoted(text)} on line ${line}`;
  }

  #proposal(text: string): string {
    const parts = numericDate.exec(text.trim());
    if (!parts) return numberProposal(text.trim());
    const [mark = '.', year = ''] = [parts[2], parts[4]];
    const written = (order: 'day-first' | 'month-first'): string => {
      if (year.length === 4) return order;
      return order === 'day-first' ? `dd${mark}MM${mark}yy` : `MM${mark}dd${mark}yy`;
    };
    const { 'day-first': dayFirst, 'month-first': monthFirst, ambiguous } = this.#first;
    if (dayFirst && !monthFirst)
      return `${this.#shown(dayFirst)} shows the day first: write dateFormat: ${written('day-first')}.`;
    if (monthFirst && !dayFirst)
      return `${this.#shown(monthFirst)} shows the month first: write dateFormat: ${written('month-first')}.`;
    if (!ambiguous) return 'The dates of the column have different orders of day and month; export them in one.';
    return `${this.#shown(ambiguous)} can have the day or the month first: write dateFormat: ${written('day-first')} or ${written('month-first')}.`;
  }
}

function numberProposal(text: string): string {
  if (/^\d{13}$/.test(text)) return 'Write dateFormat: epoch-milliseconds if it counts from 1970.';
  if (/^\d{10}$/.test(text)) return 'Write dateFormat: epoch-seconds if it counts from 1970.';
  if (/^\d{5}([.,]\d+)?$/.test(text)) return 'Write dateFormat: excel-1900 (or excel-1904) if Excel wrote it.';
  return 'Write its pattern, such as dateFormat: d MMMM yyyy.';
}

/** The order of day and month in a format with both as numbers. */
function orderOf(dateFormat: string): 'day-first' | 'month-first' | undefined {
  if (isNumberFormat(dateFormat) || dateFormat === 'iso') return undefined;
  if (dateFormat === 'day-first' || dateFormat === 'month-first') return dateFormat;
  if (/MMM|^'?y/.test(dateFormat)) return undefined;
  return dateFormat.indexOf('d') < dateFormat.indexOf('M') ? 'day-first' : 'month-first';
}
