/**
 * Checks a value from outside. Returns the path of the first part that does not fit, such as `command.madeAt`; an empty
 * path when the value itself does not fit; undefined when it fits. Plain functions, because a workflow loads no library
 * that validates.
 */
export type Shape = (value: unknown) => string | undefined;

const LONGEST_SHORT_TEXT = 200;

export const fits =
  (isFitting: (value: unknown) => boolean): Shape =>
  (value) =>
    isFitting(value) ? undefined : '';

const join = (name: string, path: string): string => (path === '' ? name : `${name}.${path}`);

/** Further fields are ignored. */
export const objectOf =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
    for (const [name, shape] of Object.entries(fields)) {
      const path = shape((value as Record<string, unknown>)[name]);
      if (path !== undefined) return join(name, path);
    }
    return undefined;
  };

export const listOf =
  (item: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return '';
    for (const [index, each] of value.entries()) {
      const path = item(each);
      if (path !== undefined) return join(String(index), path);
    }
    return undefined;
  };

export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? undefined : shape(value);

export const oneOf = (values: readonly unknown[]): Shape => fits((value) => values.includes(value));

/** PostgreSQL stores neither a null character nor half of a surrogate pair, and Protobuf not the latter. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text of any length. */
export const storableText: Shape = fits((value) => typeof value === 'string' && isStorable(value));

/** An id or a name. */
export const shortText: Shape = fits(
  (value) => typeof value === 'string' && value !== '' && value.length <= LONGEST_SHORT_TEXT && isStorable(value),
);

export const flag: Shape = oneOf([true, false]);

export const finiteNumber: Shape = fits(Number.isFinite);

export const positiveInteger: Shape = fits((value) => Number.isSafeInteger(value) && (value as number) > 0);

const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z$/;

/** ISO 8601 in UTC. */
export const moment: Shape = fits(
  (value) => typeof value === 'string' && momentPattern.test(value) && Number.isFinite(Date.parse(value)),
);
