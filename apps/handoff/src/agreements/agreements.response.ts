import { shapes } from '@baton/service';

const { text, moment, integer, named, listOf, objectOf, oneOf, pageOf } = shapes;

/** A problem or a warning, with its position in the text. */
export const textProblemSchema = objectOf({ path: text, code: text, message: text, line: integer, column: integer });

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
  { ...publicationFields, agreement: named('AgreementDocument') },
  optionalPublicationFields,
);

export const publishedAgreementSchema = objectOf(
  { ...publicationFields, agreement: named('AgreementDocument'), warnings: listOf(textProblemSchema) },
  optionalPublicationFields,
);

/** `before` and `after` can be of any type. */
const changeSchema = objectOf(
  { path: listOf(text), kind: oneOf('added', 'removed', 'changed'), description: text },
  { before: {}, after: {} },
);

export const agreementDiffSchema = objectOf({ from: integer, changes: listOf(changeSchema) }, { to: integer });
