import { defaultAgreement } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import fc from 'fast-check';
import { languages } from '../language.ts';
import { describeDiff } from './describe-diff.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };

const parts = (value: Json): Extract<Json, object>[] =>
  typeof value === 'object' ? [value, ...Object.values(value).flatMap(parts)] : [];

/** The default agreement with a key removed, added or replaced somewhere. */
const editedAgreement = fc
  .array(
    fc.record({
      target: fc.nat(),
      operation: fc.constantFrom('remove', 'add', 'replace'),
      text: fc.constantFrom('x', 'constructor', 'PT1H', 'no-budget'),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) => {
    const document = JSON.parse(JSON.stringify(defaultAgreement)) as Json;
    for (const { target, operation, text } of edits) {
      const all = parts(document);
      const part = all[target % all.length] as Record<string, Json>;
      const keys = Object.keys(part);
      const key = operation === 'add' ? text : (keys[target % Math.max(keys.length, 1)] ?? text);
      if (Array.isArray(part)) part.splice(0, operation === 'add' ? 0 : 1, ...(operation === 'remove' ? [] : [text]));
      else if (operation === 'remove') delete part[key];
      else if (operation === 'add' || typeof part[key] !== 'object') part[key] = text;
    }
    return document as unknown as Agreement;
  });

describe('describeDiff', () => {
  it('every change has a description in both languages, whatever was edited', () => {
    fc.assert(
      fc.property(editedAgreement, (after) => {
        for (const language of languages) {
          const descriptions = describeDiff(defaultAgreement, after, language).map(({ description }) => description);
          expect(descriptions.filter((text) => text.trim() === '' || text.includes('undefined'))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
