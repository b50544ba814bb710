/** PostgreSQL stores neither a zero character nor half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Where in a value from outside there is text that cannot be stored, as a path such as `evidence.reference`; empty when
 * the value itself is such a text; undefined when there is none.
 */
export function findUnstorableText(value: unknown): string | undefined {
  // Without recursion: whoever sends a million brackets must not end the process.
  const pending: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, value: found } = next;
    if (typeof found === 'string' && !isStorable(found)) return path;
    if (typeof found !== 'object' || found === null) continue;
    for (const [name, inner] of Object.entries(found)) {
      pending.push({ path: path === '' ? name : `${path}.${name}`, value: inner });
    }
  }
  return undefined;
}
