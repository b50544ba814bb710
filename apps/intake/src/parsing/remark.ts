import type { FieldProblem } from '@baton/service';

/** Something about a captured lead that could not be read, was read by a guess, or contradicts what was known. */
export interface Remark extends FieldProblem {
  /** What the sender wrote, or the earlier value. Personal data, which never leaves intake. */
  text: string;
}

const MAX_TEXT_LENGTH = 500;

/** The value as people can read it, without the characters that PostgreSQL cannot store. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.slice(0, MAX_TEXT_LENGTH).toWellFormed().replaceAll('\0', '\uFFFD');
}

export const remarkOn = ({ field, code, message }: FieldProblem, value: unknown): Remark => ({
  field,
  code,
  message,
  text: textOf(value),
});
