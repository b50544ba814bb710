import { shape } from '@baton/domain';

/**
 * Finds text that cannot be stored in a value from outside. Returns its path, such as `evidence.reference`; an empty path
 * when the value itself is such a text; undefined when there is none.
 */
export function findUnstorableText(value: unknown): string | undefined {
  // No recursion: a million nested brackets must not overflow the stack.
  const pending: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, value: found } = next;
    if (typeof found === 'string' && !shape.isStorable(found)) return path;
    if (typeof found !== 'object' || found === null) continue;
    for (const [name, inner] of Object.entries(found)) {
      pending.push({ path: path === '' ? name : `${path}.${name}`, value: inner });
    }
  }
  return undefined;
}
