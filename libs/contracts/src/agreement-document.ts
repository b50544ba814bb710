import { durationMilliseconds, type Agreement, type Criterion, type ReturnReason } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, type EventContract } from './event.ts';
import { signalKind } from './lead-snapshot.ts';
import { topics } from './topics.ts';

const duration = z.string().refine(isDuration, 'write an ISO 8601 duration such as PT15M, PT48H or P2D');
const text = z.strictObject({ en: shortText, ru: shortText });

function isDuration(value: string): boolean {
  try {
    return durationMilliseconds(value) > 0;
  } catch {
    return false;
  }
}

const criterion = z.strictObject({
  id: shortText,
  question: text,
  attribute: z.enum([
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
  ]),
  oneOf: z.array(z.string()).exactOptional(),
  noneOf: z.array(z.string()).exactOptional(),
  whenUnknown: z.enum(['pass', 'fail', 'ask']),
  askOnlyAfter: z.array(signalKind).exactOptional(),
}) satisfies z.ZodType<Criterion>;

const returnReason = z.strictObject({
  code: shortText,
  label: text,
  proof: z.array(z.enum(['call-record', 'message', 'document', 'link', 'lead-id', 'note'])).min(1),
  visible: z.enum(['receipt', 'conversation']),
  countsAgainst: z.enum(['marketing', 'routing', 'sales', 'nobody']),
}) satisfies z.ZodType<ReturnReason>;

const promiseTerms = z.strictObject({ within: duration, remindAt: z.array(z.number().gt(0).lt(1)) });

/** The agreement between marketing and sales; unknown keys are refused. */
export const agreementDocument = z.strictObject({
  title: shortText,
  sources: z.array(shortText).min(1).exactOptional(),
  criteria: z.strictObject({
    mql: z.array(criterion).min(1),
    redFlags: z.array(criterion),
    sql: z.array(z.strictObject({ id: shortText, question: text })).min(1),
  }),
  promises: z.strictObject({
    transfer: promiseTerms,
    acceptance: promiseTerms,
    'first-contact': promiseTerms,
    touches: promiseTerms,
  }),
  touches: z.strictObject({
    minimum: z.int().positive(),
    maximum: z.int().positive(),
    countOnceWithin: duration,
    days: z.int().positive(),
  }),
  returns: z.strictObject({ window: duration, reasons: z.array(returnReason).min(1) }),
  nurture: z.strictObject({ reviewWithin: duration }),
  money: z.strictObject({ averageCheck: z.number().nonnegative(), currency: z.string().length(3) }),
  zone: shortText,
}) satisfies z.ZodType<Agreement>;

const data = z.object({
  version: z.int().positive(),
  publishedAt: moment,
  publishedBy: shortText,
  agreement: agreementDocument,
});

export type AgreementPublished = z.infer<typeof data>;

export const agreementPublished = {
  type: 'baton.agreement.published',
  topic: topics.agreements.name,
  summary: 'A version of the agreement has been published.',
  data,
} satisfies EventContract<AgreementPublished>;
