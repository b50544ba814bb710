import { defaultAgreement } from '@baton/domain';
import { agreementDocument } from './agreement-document.ts';
import { agreementPublished } from './agreement-published.ts';
import { schemaErrors } from './event-contract.ts';

const errorsOf = (document: unknown): { field: string; code: string }[] => {
  const { error } = agreementDocument.safeParse(document);
  return error ? schemaErrors(error).map(({ field, code }) => ({ field, code })) : [];
};

describe('the agreement as people write it', () => {
  it('takes the default agreement', () => {
    expect(errorsOf(defaultAgreement)).toEqual([]);
  });

  it('names a key that it does not know, however deep', () => {
    const { promises: agreed } = defaultAgreement;
    const promises = { ...agreed, transfer: { ...agreed.transfer, remindme: true } };
    expect(errorsOf({ ...defaultAgreement, promises })).toEqual([
      { field: 'promises.transfer', code: 'unrecognized_keys' },
    ]);
  });

  it('refuses a duration that is none', () => {
    expect(errorsOf({ ...defaultAgreement, nurture: { reviewWithin: '90 days' } })).toEqual([
      { field: 'nurture.reviewWithin', code: 'invalid_format' },
    ]);
  });

  it('lets no red flag be asked, since only a yes counts as answered', () => {
    const redFlags = defaultAgreement.criteria.redFlags.map((flag) => ({ ...flag, whenUnknown: 'ask' }));
    const criteria = { ...defaultAgreement.criteria, redFlags: redFlags.slice(0, 1) };
    expect(errorsOf({ ...defaultAgreement, criteria })).toEqual([
      { field: 'criteria.redFlags.0.whenUnknown', code: 'invalid_value' },
    ]);
  });
});

describe('a published agreement as programs read it', () => {
  it('may hold keys of a newer publisher', () => {
    const agreement = { ...defaultAgreement, novelty: { leadsPerMonth: 200 } };
    const published = { version: 2, publishedAt: '2026-03-02T09:00:00Z', publishedBy: 'admin-1', agreement };
    expect(agreementPublished.data.parse(published).agreement).toEqual(defaultAgreement);
  });
});
