/**
 * Parses JSON from outside. An integer with more digits than JavaScript keeps stays text, because it is an id: rounded,
 * two ids would become one.
 */
export const parseJsonText = (text: string): unknown => JSON.parse(text, keepDigits);

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}
