import { schemaErrors } from '@baton/contracts';
import type { Agreement } from '@baton/domain';
import { problems } from '@baton/service';
import type { Problem } from '@baton/service';
import { z } from 'zod';
import { parseAgreement } from './parse-agreement.ts';
import type { TextProblem } from './parse-agreement.ts';

/** Media types of an agreement's text. */
export const agreementMediaTypes = ['application/yaml', 'application/json'];

const version = z.int().positive();
const draftBody = z.strictObject({
  text: z.string(),
  title: z.string().min(1).max(200).exactOptional(),
  basedOnVersion: version.exactOptional(),
  revision: version.exactOptional(),
});

/** The text of an agreement, with the options that can be sent along with it. */
export type SubmittedText = z.infer<typeof draftBody>;

export const parseDraftBody = (body: unknown): SubmittedText => parseBody(draftBody, body);

/** Publishing without a draft: there is no revision, and the title is the agreement's. */
const publicationBody = draftBody.omit({ title: true, revision: true }).extend({
  comment: z.string().regex(/\S/, 'must say why').max(500).exactOptional(),
  supersedes: version.exactOptional(),
});

export const parsePublicationBody = (body: unknown): z.infer<typeof publicationBody> =>
  parseBody(publicationBody, body);

function parseBody<Sent extends { text: string }>(schema: z.ZodType<Sent>, body: unknown): Sent | { text: string } {
  const text = typeof body === 'string' ? body : '';
  const parsed = text.trimStart().startsWith('{') ? tryParseJson(text) : undefined;
  // An agreement has no key "text", so this is an object around it.
  if (typeof parsed !== 'object' || parsed === null || !('text' in parsed)) return { text };
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  throw problems.badRequest('The options sent with the agreement are invalid; see errors.', {
    errors: schemaErrors(result.error),
  });
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parses the text. @throws Problem 422 with the path, line and column of each error. */
export function assertValidAgreement(text: string): Agreement {
  const { agreement, problems: errors } = parseAgreement(text);
  if (agreement) return agreement;
  throw invalidAgreement(errors);
}

export const invalidAgreement = (errors: readonly TextProblem[]): Problem =>
  problems.unprocessable('The agreement is invalid. Correct the errors; each names its line and column.', {
    type: 'invalid-agreement',
    title: 'The agreement is invalid',
    errors: errors.map(({ path, ...problem }) => ({ field: path, ...problem })),
  });
