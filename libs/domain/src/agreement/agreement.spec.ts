import { agreementFor } from './agreement.ts';
import type { PublishedAgreement } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';

const published = (version: number, sources?: string[]): PublishedAgreement => ({
  version,
  publishedAt: '2026-03-02T10:00:00.000Z',
  publishedBy: 'arbiter-1',
  agreement: { ...defaultAgreement, ...(sources && { sources }) },
});

describe('agreementFor', () => {
  const all = [published(1), published(3, ['partner']), published(2), published(4, ['simulation', 'pilot'])];
  it.each([
    ['website', 2],
    ['partner', 3],
    ['pilot', 4],
  ])('a lead from %s is judged under version %d', (source, version) => {
    expect(agreementFor(source, all)?.version).toBe(version);
  });
  it('a newer agreement for the source takes precedence, and a newer one for all sources does not', () => {
    expect(agreementFor('partner', [...all, published(5), published(6, ['partner'])])?.version).toBe(6);
    expect(agreementFor('partner', [...all, published(7)])?.version).toBe(3);
  });
  it('no agreement is found for a source that none covers', () => {
    expect(agreementFor('website', [published(3, ['partner'])])).toBeUndefined();
  });
});
