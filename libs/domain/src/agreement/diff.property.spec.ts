import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { anyEdit, withEdits } from '../spec/edited-agreement.ts';
import type { Agreement } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import { agreementDiff } from './diff.ts';

const editedAgreement = fc.array(anyEdit, { maxLength: 4 }).map(withEdits);

describe('The diff of two agreements', () => {
  it('is empty exactly when both say the same', () => {
    fc.assert(
      fc.property(editedAgreement, editedAgreement, (before, after) => {
        expect(agreementDiff(before, after).length === 0).toBe(isDeepStrictEqual(before, after));
      }),
      { numRuns: 1000 },
    );
  });

  it('is empty after no change, whatever the order of keys', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, each]) => [key, turned(each)]),
            )
          : value;
    expect(agreementDiff(defaultAgreement, turned(defaultAgreement) as Agreement)).toEqual([]);
  });

  it('names the same places there and back', () => {
    const back = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    fc.assert(
      fc.property(editedAgreement, editedAgreement, (before, after) => {
        const places = (one: Agreement, other: Agreement, turn: boolean): string[] =>
          agreementDiff(one, other)
            .map(({ path, kind }) => `${turn ? back[kind] : kind} ${JSON.stringify(path)}`)
            .sort();
        expect(places(after, before, true)).toEqual(places(before, after, false));
      }),
      { numRuns: 500 },
    );
  });

  it('follows an item by its name: a reason put first is no change to the others', () => {
    const { returns } = defaultAgreement;
    const reasons = [{ ...returns.reasons[0]!, code: 'new' }, ...returns.reasons];
    expect(agreementDiff(defaultAgreement, { ...defaultAgreement, returns: { ...returns, reasons } })).toEqual([
      { path: ['returns', 'reasons', 'new'], kind: 'added', after: reasons[0] },
    ]);
  });
});
