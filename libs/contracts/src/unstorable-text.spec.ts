import { findUnstorableText } from './unstorable-text.ts';

describe('findUnstorableText', () => {
  it.each([
    ['Ann \u{1F600}', undefined],
    [{ evidence: [{ reference: 'call-1' }], count: 7, none: null }, undefined],
    ['Ann\0', ''],
    ['\ud800', ''],
    [{ evidence: [{ reference: 'call-\0' }] }, 'evidence.0.reference'],
  ])('text in %j that cannot be stored is at %j', (value, path) => {
    expect(findUnstorableText(value)).toBe(path);
  });

  it('a value nested 200,000 levels deep is searched without overflowing the stack', () => {
    const depth = 200_000;
    expect(findUnstorableText(JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`))).toBeUndefined();
  });
});
