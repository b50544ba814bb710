/** What two texts that mean the same have in common. */
export const comparableText = (text: string): string => text.toLowerCase();

/** Each text once, as it was written first. */
export function distinctTexts(texts: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const text of texts) if (!first.has(comparableText(text))) first.set(comparableText(text), text);
  return [...first.values()];
}
