import {
  COUNTED,
  durationMilliseconds,
  FRAMEWORKS,
  ROUTED_BY,
  TOLD,
  WEEKDAYS,
  type Agreement,
  type Criterion,
  type ReturnReason,
  type RoutingTerms,
} from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, type EventContract } from './event.ts';
import { signalKind } from './lead-snapshot.ts';
import { topics } from './topics.ts';

const localTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a local time such as 09:00');
const date = z.iso.date();
const share = z.number().min(0).max(1);
const weekday = z.enum(WEEKDAYS);
/** As written, nothing: the moment of the event itself. */
const durationFromZero = z
  .string()
  .refine((value) => value === 'PT0S' || isDuration(value), 'write an ISO 8601 duration such as PT0S, PT1H or P2D');

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
    window: duration.exactOptional(),
    countsAgainst: z.enum(['marketing', 'routing', 'sales', 'nobody']),
  }) satisfies z.ZodType<ReturnReason>;
  const promiseTerms = object({
    within: duration,
    counted: z.enum(COUNTED),
    remindAt: z.array(z.number().gt(0).lt(1)),
    ladder: z.array(object({ after: durationFromZero, tell: z.array(z.enum(TOLD)).min(1) })),
  });
  const interval = object({ from: localTime, to: localTime });
  const named = { date, name: shortText.exactOptional() };
  const specialDay = z.discriminatedUnion('kind', [
    object({ ...named, kind: z.literal('off') }),
    object({ ...named, kind: z.literal('working'), like: weekday }),
    object({ ...named, kind: z.literal('shortened'), byMinutes: z.int().positive() }),
  ]);
  const routedBy = Object.fromEntries(
    ROUTED_BY.map((attribute) => [attribute, z.array(shortText).min(1).exactOptional()]),
  ) as Record<(typeof ROUTED_BY)[number], z.ZodExactOptional<z.ZodArray<typeof shortText>>>;
  const condition = object({
    ...routedBy,
    employees: object({
      atLeast: z.int().nonnegative().exactOptional(),
      atMost: z.int().nonnegative().exactOptional(),
    }).exactOptional(),
    score: object({ atLeast: z.number() }).exactOptional(),
  });
  const routing = object({
    rules: z.array(
      object({
        id: shortText,
        when: condition.exactOptional(),
        pool: object({ team: shortText.exactOptional(), skills: z.array(shortText).min(1).exactOptional() }),
      }),
    ),
    oneOwnerPerCompany: z.boolean(),
    weight: z.enum(['scheduled-hours', 'equal']),
  }) satisfies z.ZodType<RoutingTerms>;
  return object({
    title: shortText,
    sources: z.array(shortText).min(1).exactOptional(),
    calendar: object({
      zone: shortText,
      hours: z.partialRecord(weekday, z.array(interval)),
      holidaysOf: z.string().length(2).exactOptional(),
      days: z.array(specialDay),
    }),
    criteria: object({
      mql: z.array(criterion).min(1),
      // An SQL needs a yes to all that was asked, and a yes to a red flag is never wanted.
      redFlags: z.array(criterion.extend({ whenUnknown: z.enum(['pass', 'fail']) })),
      framework: z.enum(FRAMEWORKS),
      sql: z.array(object({ id: shortText, question: text, required: z.boolean() })).min(1),
    }),
    promises: object({
      transfer: promiseTerms,
      acceptance: promiseTerms,
      'first-contact': promiseTerms,
      touches: promiseTerms,
      answer: promiseTerms,
      'next-step': promiseTerms,
      activity: promiseTerms,
      'return-review': promiseTerms,
      arbitration: promiseTerms,
      'sql-contact': promiseTerms,
    }),
    touches: object({
      minimum: z.int().positive(),
      maximum: z.int().positive(),
      countOnceWithin: duration,
      days: z.int().positive(),
      cadence: z.array(durationFromZero),
      callingHours: interval,
    }),
    pauses: object({ longest: duration }),
    returns: object({
      window: object({ within: duration, counted: z.enum(COUNTED) }),
      reasons: z.array(returnReason).min(1),
      silence: z.enum(['escalated', 'consent']),
    }),
    routing,
    nurture: object({ reviewWithin: duration }),
    obligations: object({ leadsAMonth: z.int().nonnegative(), completeShare: share, sqlShare: share }),
    money: object({
      averageCheck: z.number().nonnegative(),
      currency: z.string().length(3),
      margin: share,
      costs: z.array(
        object({
          channel: shortText,
          month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write a month such as 2026-03'),
          amount: z.number().nonnegative(),
        }),
      ),
    }),
    reports: object({ dailyStatusAt: localTime, weeklySync: object({ day: weekday, at: localTime }) }),
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
