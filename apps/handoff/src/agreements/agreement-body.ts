import { schemaErrors } from '@baton/contracts';
import type { Agreement } from '@baton/domain';
import { problems } from '@baton/service';
import type { Problem } from '@baton/service';
import { z } from 'zod';
import { parseAgreement } from './parse-agreement.ts';
import type { TextProblem } from './parse-agreement.ts';

/** Media types in which an agreement can be sent. */
export const agreementMediaTypes = ['application/yaml', 'application/json'];

const version = z.int().positive();
const draftBody = z.strictObject({
  text: z.string(),
  title: z.string().min(1).max(200).exactOptional(),
  basedOnVersion: version.exactOptional(),
  revision: version.exactOptional(),
});

/** An agreement as somebody sent it: its text, or JSON that holds the text beside what is told of it. */
export type SubmittedText = z.infer<typeof draftBody>;

export const parseDraftBody = (body: unknown): SubmittedText => parseBody(draftBody, body);

/** What is published at once has no revisions, and its title is that of the agreement. */
const publicationBody = draftBody.omit({ title: true, revision: true }).extend({
  comment: z.string().regex(/\S/, 'say why').max(500).exactOptional(),
  supersedes: version.exactOptional(),
});

export const parsePublicationBody = (body: unknown): z.infer<typeof publicationBody> =>
  parseBody(publicationBody, body);

function parseBody<Sent extends { text: string }>(schema: z.ZodType<Sent>, body: unknown): Sent | { text: string } {
  const text = typeof body === 'string' ? body : '';
  const parsed = text.trimStart().startsWith('{') ? tryParseJson(text) : undefined;
  // An agreement has no key "text".
  if (typeof parsed !== 'object' || parsed === null || !('text' in parsed)) return { text };
  const read = schema.safeParse(parsed);
  if (read.success) return read.data;
  throw problems.badRequest('The agreement is not described as it must be; see errors.', {
    errors: schemaErrors(read.error),
  });
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The agreement that the text holds. @throws Problem naming path, line and column of all that is wrong. */
export function assertValidAgreement(text: string): Agreement {
  const { agreement, problems: found } = parseAgreement(text);
  if (agreement) return agreement;
  throw invalidAgreement(found);
}

export const invalidAgreement = (found: readonly TextProblem[]): Problem =>
  problems.unprocessable(`The agreement has ${found.length} problems; nothing was published.`, {
    type: 'invalid-agreement',
    title: 'The agreement is not sound',
    errors: found.map(({ path, ...problem }) => ({ field: path, ...problem })),
  });
