import { isObject } from './clean-fields.ts';
import type { Reading } from './reading.ts';
import { remarkOn } from './remark.ts';
import type { Remark } from './remark.ts';

export const valueAt = (json: unknown, field: string): unknown =>
  field.split('.').reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), json);

/** The value of a field, with a remark if it could not be read or was read by a guess. */
export interface ReadField {
  value: string | undefined;
  isUnread: boolean;
  remarks: Remark[];
}

/** Reads a field that passed its schema. Positions in the remark count in the text as the sender wrote it. */
export function readField(
  field: string,
  cleaned: string | undefined,
  json: unknown,
  read: (text: string) => Reading,
): ReadField {
  if (cleaned === undefined) return { value: undefined, isUnread: false, remarks: [] };
  const written = valueAt(json, field);
  const reading = read(typeof written === 'string' ? written : cleaned);
  if ('problem' in reading) {
    const remarks = [remarkOn({ field, code: 'invalid', message: reading.problem }, written)];
    return { value: undefined, isUnread: true, remarks };
  }
  const { value, remark } = reading;
  const remarks = remark === undefined ? [] : [remarkOn({ field, code: 'look-alike', message: remark }, written)];
  return { value, isUnread: false, remarks };
}
