import { defaultAgreement } from '@baton/domain';
import { agreementDocument } from './agreement-document.ts';
import { agreementPublished } from './agreement-published.ts';
import { schemaErrors } from './event-contract.ts';

const errorsOf = (document: unknown): { field: string; code: string }[] => {
  const { error } = agreementDocument.safeParse(document);
  return error ? schemaErrors(error).map(({ field, code }) => ({ field, code })) : [];
};

describe('agreementDocument', () => {
  it('the default agreement is valid', () => {
    expect(errorsOf(defaultAgreement)).toEqual([]);
  });

  it('a deeply nested unknown key is reported with its path', () => {
    const { promises: terms } = defaultAgreement;
    const promises = { ...terms, transfer: { ...terms.transfer, remindme: true } };
    expect(errorsOf({ ...defaultAgreement, promises })).toEqual([
      { field: 'promises.transfer', code: 'unrecognized_keys' },
    ]);
  });

  it('a duration that is not ISO 8601 is rejected', () => {
    expect(errorsOf({ ...defaultAgreement, nurture: { reviewWithin: '90 days' } })).toEqual([
      { field: 'nurture.reviewWithin', code: 'invalid_format' },
    ]);
  });

  it('a red flag cannot be asked when it is unknown', () => {
    const redFlags = defaultAgreement.criteria.redFlags.map((flag) => ({ ...flag, whenUnknown: 'ask' }));
    const criteria = { ...defaultAgreement.criteria, redFlags: redFlags.slice(0, 1) };
    expect(errorsOf({ ...defaultAgreement, criteria })).toEqual([
      { field: 'criteria.redFlags.0.whenUnknown', code: 'invalid_value' },
    ]);
  });
});

describe('agreementPublished', () => {
  it('keys from a newer publisher are ignored', () => {
    const agreement = { ...defaultAgreement, novelty: { leadsPerMonth: 200 } };
    const published = { version: 2, publishedAt: '2026-03-02T09:00:00Z', publishedBy: 'admin-1', agreement };
    expect(agreementPublished.data.parse(published).agreement).toEqual(defaultAgreement);
  });
});
