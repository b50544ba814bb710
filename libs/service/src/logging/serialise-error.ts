import { isError } from '@baton/messaging';

/** An e-mail address, or a phone number in international form. */
const personalTextPattern = /[^\s"'<>()=,]+@[^\s"'<>()=,]+|\+\d[\d\s()-]{7,}\d/g;
/** PostgreSQL quotes the rejected value at the end of its message. */
const quotedValuePattern = /: ".*"/gs;

/** Redacts e-mail addresses and phone numbers in a text. */
export const redactText = (text: string, quotesValues = false): string =>
  (quotesValues ? text.replace(quotedValuePattern, ': "[redacted]"') : text).replace(personalTextPattern, '[redacted]');

const hasSqlState = (error: object): boolean =>
  'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);

/**
 * The part of an error that may be logged: type, message, code, stack and causes. Drivers attach parameters, details and whole
 * queries to their errors, which may contain personal data.
 */
export function serialiseError(error: unknown, depth = 0): unknown {
  if (!isError(error)) {
    return typeof error === 'string' ? redactText(error) : error;
  }
  const quotesValues = hasSqlState(error);
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause !== undefined && depth < 3 ? { cause: serialiseError(error.cause, depth + 1) } : {};
  const inner =
    'errors' in error && Array.isArray(error.errors) && depth < 3
      ? { errors: error.errors.slice(0, 5).map((each: unknown) => serialiseError(each, depth + 1)) }
      : {};
  return {
    type: error.name,
    message: redactText(error.message, quotesValues),
    ...code,
    stack: redactText(error.stack ?? '', quotesValues),
    ...cause,
    ...inner,
  };
}
