import { shapes } from '@baton/service';
import { textProblemSchema } from './agreements.response.ts';

const { text, moment, integer, nullable, named, listOf, objectOf, pageOf } = shapes;

const summaryFields = {
  draftId: text,
  title: text,
  problems: listOf(textProblemSchema),
  basedOnVersion: nullable(integer),
  revision: integer,
  createdAt: moment,
  createdBy: text,
  updatedAt: moment,
  updatedBy: text,
  publishedVersion: nullable(integer),
};

export const draftPageSchema = pageOf('drafts', objectOf(summaryFields));

export const draftSchema = objectOf({
  ...summaryFields,
  text,
  document: nullable(named('AgreementDocument')),
  warnings: listOf(textProblemSchema),
});
