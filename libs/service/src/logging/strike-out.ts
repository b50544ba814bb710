/** Names under which personal data and secrets travel. */
const STRUCK_OUT = new Set(
  [
    ...['email', 'emails', 'phone', 'phones', 'name', 'fullName', 'firstName', 'lastName', 'person', 'contact', 'text'],
    ...['authorization', 'x-api-key', 'cookie', 'password', 'secret', 'token', 'apiKey'],
    ...['body', 'query', 'parameters', 'headers', 'comment', 'note', 'message'],
  ].map((key) => key.toLowerCase()),
);
const MAXIMUM_DEPTH = 5;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && !(value instanceof Date);

/**
 * Replaces what a log line must not hold, at any depth. The second guard: the first is that nobody logs it.
 * Done here because pino's own redaction copies every line for each wildcard.
 */
export function strikeOut(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (STRUCK_OUT.has(key.toLowerCase())) {
      kept[key] = '[redacted]';
    } else if (Array.isArray(value)) {
      kept[key] =
        depth < MAXIMUM_DEPTH
          ? value.map((each: unknown) => (isPlain(each) ? strikeOut(each, depth + 1) : each))
          : '[…]';
    } else if (isPlain(value)) {
      kept[key] = depth < MAXIMUM_DEPTH ? strikeOut(value, depth + 1) : '[…]';
    } else {
      kept[key] = value;
    }
  }
  return kept;
}
