import { durationMilliseconds, type Agreement, type Criterion, type ReturnReason } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, type EventContract } from './event.ts';
import { signalKind } from './lead-snapshot.ts';
import { topics } from './topics.ts';

const duration = z.string().refine(isDuration, 'write an ISO 8601 duration such as PT15M, PT48H or P2D');

function isDuration(value: string): boolean {
  try {
    return durationMilliseconds(value) > 0;
  } catch {
    return false;
  }
}

const attribute = z.enum([
  'source',
  'channel',
  'campaign',
  'industry',
  'segment',
  'role',
  'country',
  'region',
  'language',
  'companyDomain',
  'flags',
  'signal',
]);
const proof = z.enum(['call-record', 'message', 'document', 'link', 'lead-id', 'note']);

/** The document with one kind of object throughout. */
function documentOf(object: typeof z.object) {
  const text = object({ en: shortText, ru: shortText });
  const criterion = object({
    id: shortText,
    question: text,
    attribute,
    oneOf: z.array(z.string()).exactOptional(),
    noneOf: z.array(z.string()).exactOptional(),
    whenUnknown: z.enum(['pass', 'fail', 'ask']),
    askOnlyAfter: z.array(signalKind).exactOptional(),
  }) satisfies z.ZodType<Criterion>;
  const returnReason = object({
    code: shortText,
    label: text,
    proof: z.array(proof).min(1),
    visible: z.enum(['receipt', 'conversation']),
    countsAgainst: z.enum(['marketing', 'routing', 'sales', 'nobody']),
  }) satisfies z.ZodType<ReturnReason>;
  const promiseTerms = object({ within: duration, remindAt: z.array(z.number().gt(0).lt(1)) });
  return object({
    title: shortText,
    sources: z.array(shortText).min(1).exactOptional(),
    criteria: object({
      mql: z.array(criterion).min(1),
      // An SQL needs a yes to all that was asked, and a yes to a red flag is never wanted.
      redFlags: z.array(criterion.extend({ whenUnknown: z.enum(['pass', 'fail']) })),
      sql: z.array(object({ id: shortText, question: text })).min(1),
    }),
    promises: object({
      transfer: promiseTerms,
      acceptance: promiseTerms,
      'first-contact': promiseTerms,
      touches: promiseTerms,
    }),
    touches: object({
      minimum: z.int().positive(),
      maximum: z.int().positive(),
      countOnceWithin: duration,
      days: z.int().positive(),
    }),
    returns: object({ window: duration, reasons: z.array(returnReason).min(1) }),
    nurture: object({ reviewWithin: duration }),
    money: object({ averageCheck: z.number().nonnegative(), currency: z.string().length(3) }),
    zone: shortText,
  }) satisfies z.ZodType<Agreement>;
}

/** The agreement between marketing and sales as people write it: unknown keys are refused, since they are mistakes. */
export const agreementDocument = documentOf(z.strictObject as unknown as typeof z.object);

const data = z.object({
  version: z.int().positive(),
  publishedAt: moment,
  publishedBy: shortText,
  // As programs read it: one that is older than the publisher passes over what it does not know.
  agreement: documentOf(z.object),
});

export type AgreementPublished = z.infer<typeof data>;

export const agreementPublished = {
  type: 'baton.agreement.published',
  topic: topics.agreements.name,
  summary: 'A version of the agreement has been published.',
  data,
} satisfies EventContract<AgreementPublished>;
