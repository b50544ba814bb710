import { findUnstorableText } from './unstorable-text.ts';

describe('Text that cannot be stored', () => {
  it.each([
    ['Ann \u{1F600}', undefined],
    [{ evidence: [{ reference: 'call-1' }], count: 7, none: null }, undefined],
    ['Ann\0', ''],
    ['\ud800', ''],
    [{ evidence: [{ reference: 'call-\0' }] }, 'evidence.0.reference'],
  ])('in %j is at %j', (value, path) => {
    expect(findUnstorableText(value)).toBe(path);
  });

  it('is looked for at any depth', () => {
    const depth = 200_000;
    expect(findUnstorableText(JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`))).toBeUndefined();
  });
});
