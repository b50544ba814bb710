import { agreementFor } from './agreement.ts';
import type { PublishedAgreement } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';

const published = (version: number, sources?: string[]): PublishedAgreement => ({
  version,
  publishedAt: '2026-03-02T10:00:00.000Z',
  publishedBy: 'arbiter-1',
  agreement: { ...defaultAgreement, ...(sources && { sources }) },
});

describe('Which agreement a lead is judged under', () => {
  const all = [published(1), published(3, ['partner']), published(2), published(4, ['simulation', 'pilot'])];
  it.each([
    ['website', 2],
    ['partner', 3],
    ['pilot', 4],
  ])('from %s: version %d', (source, version) => {
    expect(agreementFor(source, all)?.version).toBe(version);
  });
  it('a newer one for the source goes before, a newer one for all does not', () => {
    expect(agreementFor('partner', [...all, published(5), published(6, ['partner'])])?.version).toBe(6);
    expect(agreementFor('partner', [...all, published(7)])?.version).toBe(3);
  });
  it('none where none holds', () => {
    expect(agreementFor('website', [published(3, ['partner'])])).toBeUndefined();
  });
});
