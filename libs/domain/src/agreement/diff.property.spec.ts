import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { anyEdit, withEdits } from '../spec/edited-agreement.ts';
import type { Agreement } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import { agreementDiff } from './diff.ts';

const editedAgreement = fc.array(anyEdit, { maxLength: 4 }).map(withEdits);

describe('agreementDiff', () => {
  it('the diff is empty exactly when the agreements are equal', () => {
    fc.assert(
      fc.property(editedAgreement, editedAgreement, (before, after) => {
        expect(agreementDiff(before, after).length === 0).toBe(isDeepStrictEqual(before, after));
      }),
      { numRuns: 1000 },
    );
  });

  it('the diff ignores the order of keys', () => {
    const withReversedKeys = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(withReversedKeys)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, each]) => [key, withReversedKeys(each)]),
            )
          : value;
    expect(agreementDiff(defaultAgreement, withReversedKeys(defaultAgreement) as Agreement)).toEqual([]);
  });

  it('the diff in the other direction has the same paths with the opposite kinds', () => {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    fc.assert(
      fc.property(editedAgreement, editedAgreement, (before, after) => {
        const pathsOf = (one: Agreement, other: Agreement, reversed: boolean): string[] =>
          agreementDiff(one, other)
            .map(({ path, kind }) => `${reversed ? opposite[kind] : kind} ${JSON.stringify(path)}`)
            .sort();
        expect(pathsOf(after, before, true)).toEqual(pathsOf(before, after, false));
      }),
      { numRuns: 500 },
    );
  });

  it('an item inserted first does not change the items after it', () => {
    const { returns } = defaultAgreement;
    const reasons = [{ ...returns.reasons[0]!, code: 'new' }, ...returns.reasons];
    expect(agreementDiff(defaultAgreement, { ...defaultAgreement, returns: { ...returns, reasons } })).toEqual([
      { path: ['returns', 'reasons', 'new'], kind: 'added', after: reasons[0] },
    ]);
  });
});
