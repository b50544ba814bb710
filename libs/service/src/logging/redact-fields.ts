import { redactText, serialiseError } from './serialise-error.ts';

/** Field names that may hold personal data or secrets. */
const redactedKeys = new Set(
  [
    'email',
    'emails',
    'phone',
    'phones',
    'name',
    'fullName',
    'firstName',
    'lastName',
    'person',
    'contact',
    'text',
    'authorization',
    'x-api-key',
    'cookie',
    'password',
    'secret',
    'token',
    'apiKey',
    'body',
    'query',
    'parameters',
    'headers',
    'comment',
    'note',
    'message',
  ].map((key) => key.toLowerCase()),
);
const MAXIMUM_DEPTH = 5;

const redactValue = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') {
    return redactText(value);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  if (value instanceof Error || Error.isError(value)) {
    return serialiseError(value);
  }
  if (depth >= MAXIMUM_DEPTH) {
    return '[…]';
  }
  return Array.isArray(value)
    ? value.map((each) => redactValue(each, depth + 1))
    : redactFields(value as Record<string, unknown>, depth + 1);
};

/**
 * Redacts personal data and secrets at any depth, as a safeguard: code must not log them in the first place. pino's own
 * redaction is not used because it copies every line for each wildcard.
 */
export function redactFields(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    kept[key] = redactedKeys.has(key.toLowerCase()) ? '[redacted]' : redactValue(value, depth);
  }
  return kept;
}
