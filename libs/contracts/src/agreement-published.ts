import { z } from 'zod';
import { agreementDocumentSchema } from './agreement-document.ts';
import { moment, shortText } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const version = z.int().positive();

const data = z.object({
  version,
  publishedAt: moment,
  publishedBy: shortText,
  comment: z.string().min(1).max(500).exactOptional().describe('Why it was published'),
  basedOnVersion: version.exactOptional().describe('The version that it was edited from'),
  rolledBackToVersion: version.exactOptional().describe('The earlier version whose document it restores'),
  draftId: z.uuid().exactOptional().describe('The draft that was published'),
  // Not strict: a reader that is older than the publisher ignores keys that it does not know.
  agreement: agreementDocumentSchema(z.object),
});

export type AgreementPublished = z.infer<typeof data>;

export const agreementPublished = {
  type: 'baton.agreement.published',
  topic: topics.agreements.name,
  summary: 'A version of the agreement was published.',
  data,
} satisfies EventContract<AgreementPublished>;
