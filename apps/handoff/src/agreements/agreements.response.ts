import { shapes } from '@baton/service';

const { text, moment, integer, anyObject, listOf, objectOf, pageOf } = shapes;

const publicationFields = { version: integer, publishedAt: moment, publishedBy: text };
const optionalPublicationFields = {
  comment: text,
  basedOnVersion: integer,
  rolledBackToVersion: integer,
  draftId: text,
};

export const agreementPageSchema = pageOf(
  'agreements',
  objectOf({ title: text, ...publicationFields }, { sources: listOf(text), ...optionalPublicationFields }),
);

export const agreementVersionSchema = objectOf(
  { ...publicationFields, agreement: anyObject },
  optionalPublicationFields,
);

export const publishedAgreementSchema = objectOf(
  { ...publicationFields, agreement: anyObject, warnings: listOf(anyObject) },
  optionalPublicationFields,
);

export const agreementDiffSchema = objectOf({ from: integer, changes: listOf(anyObject) }, { to: integer });
