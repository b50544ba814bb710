import fc from 'fast-check';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { Agreement } from '../agreement/agreement.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };

/** One edit somewhere in a document: `pick` chooses where, `how` chooses what. */
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

/** The default agreement after some edits: of the same kind of JSON, and rarely a sound agreement. */
export function withEdits(edits: readonly Edit[]): Agreement {
  const document = JSON.parse(JSON.stringify(defaultAgreement)) as Json;
  for (const edit of edits) apply(edit, containers(document));
  return document as unknown as Agreement;
}

type Container = Extract<Json, object>;

const containers = (value: Json): Container[] =>
  typeof value === 'object' ? [value, ...Object.values(value).flatMap(containers)] : [];

function apply({ target: pick, operation: how, word }: Edit, all: Container[]): void {
  const container = all[pick % all.length] as Container;
  if (Array.isArray(container)) return applyToList(container, { target: pick, operation: how, word });
  const keys = Object.keys(container);
  const key = keys[pick % Math.max(keys.length, 1)] ?? word;
  if (how === 'remove') delete container[key];
  else if (how === 'add')
    Object.defineProperty(container, word, { value: word, enumerable: true, configurable: true, writable: true });
  else if (typeof container[key] === 'string') container[key] = word;
  else if (typeof container[key] === 'number') container[key] = pick;
}

function applyToList(list: Json[], { target: pick, operation: how, word }: Edit): void {
  const index = pick % Math.max(list.length, 1);
  const item = list[index];
  switch (how) {
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
