import fc from 'fast-check';
import type { Agreement } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };

/** One edit of a document. `target` selects the place. */
export interface Edit {
  target: number;
  operation: 'replace' | 'remove' | 'duplicate' | 'reverse' | 'add';
  word: string;
}

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  target: fc.nat(),
  operation: fc.constantFrom('replace', 'remove', 'duplicate', 'reverse', 'add'),
  word: fc.constantFrom('x', 'constructor', '__proto__', 'PT1H', 'no-budget', 'interest'),
});

/** The default agreement after some edits. The result is JSON, but rarely a valid agreement. */
export function withEdits(edits: readonly Edit[]): Agreement {
  const document = JSON.parse(JSON.stringify(defaultAgreement)) as Json;
  for (const edit of edits) apply(edit, containers(document));
  return document as unknown as Agreement;
}

type Container = Extract<Json, object>;

const containers = (value: Json): Container[] =>
  typeof value === 'object' ? [value, ...Object.values(value).flatMap(containers)] : [];

function apply({ target, operation, word }: Edit, all: Container[]): void {
  const container = all[target % all.length] as Container;
  if (Array.isArray(container)) return applyToList(container, { target, operation, word });
  const keys = Object.keys(container);
  const key = keys[target % Math.max(keys.length, 1)] ?? word;
  if (operation === 'remove') delete container[key];
  else if (operation === 'add')
    Object.defineProperty(container, word, { value: word, enumerable: true, configurable: true, writable: true });
  else if (typeof container[key] === 'string') container[key] = word;
  else if (typeof container[key] === 'number') container[key] = target;
}

function applyToList(list: Json[], { target, operation, word }: Edit): void {
  const index = target % Math.max(list.length, 1);
  const item = list[index];
  switch (operation) {
    case 'replace':
      if (typeof item === 'string') list[index] = word;
      break;
    case 'remove':
      list.splice(index, 1);
      break;
    case 'duplicate':
      if (item !== undefined) list.push(structuredClone(item));
      break;
    case 'reverse':
      list.reverse();
      break;
    case 'add':
      list.splice(index, 0, word);
      break;
  }
}
