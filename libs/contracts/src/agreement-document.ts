import {
  accountableParties,
  countingModes,
  criterionAttributes,
  durationMilliseconds,
  frameworks,
  notifyTargets,
  proofKinds,
  returnReasonVisibilities,
  routingAttributes,
  silenceOptions,
  weekdays,
  weightings,
  whenUnknownOptions,
} from '@baton/domain';
import type { Agreement, Criterion, ReturnReason, RoutingTerms } from '@baton/domain';
import { z } from 'zod';
import { shortText } from './event-contract.ts';
import { signalKind } from './lead-snapshot.ts';

const localTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a local time such as 09:00');
const date = z.iso.date();
const share = z.number().min(0).max(1).describe('A share between 0 and 1');
const weekday = z.enum(weekdays);
const isoDurationPattern = /^P(?=\d|T\d)(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?$/;
const maximumDurationMilliseconds = durationMilliseconds('P3653D');
/** As written, `PT0S`: the moment of the event itself. */
const durationOrZero = z
  .string()
  .regex(isoDurationPattern, { error: 'write an ISO 8601 duration such as PT0S, PT1H or P2D', abort: true })
  .refine((text) => durationMilliseconds(text) <= maximumDurationMilliseconds, 'write ten years or less, such as P2D')
  .meta({ examples: ['PT0S', 'PT1H', 'P2D'] });
const duration = z
  .string()
  .regex(isoDurationPattern, { error: 'write an ISO 8601 duration such as PT15M, PT48H or P2D', abort: true })
  .refine((text) => durationMilliseconds(text) > 0, 'write a duration longer than nothing, such as PT15M')
  .refine((text) => durationMilliseconds(text) <= maximumDurationMilliseconds, 'write ten years or less, such as P90D')
  .meta({ examples: ['PT15M', 'PT48H', 'P2D'] });

const attribute = z.enum(criterionAttributes);
const countingMode = z
  .enum(countingModes)
  .describe('always: wall clock; working: in working hours only; workday: hours that pass on working days');
const proof = z.enum(proofKinds);

/** The document with one kind of object throughout. */
export function agreementDocumentSchema(object: typeof z.object) {
  const text = object({ en: shortText, ru: shortText }).describe('What people read, in English and in Russian');
  const criterion = object({
    id: shortText.describe('By which answers, events and reports name it'),
    question: text,
    attribute: attribute.describe('What of the lead the answer is read from'),
    oneOf: z.array(z.string()).exactOptional().describe('Yes when a value of the attribute is one of these'),
    noneOf: z.array(z.string()).exactOptional().describe('No when a value of the attribute is one of these'),
    whenUnknown: z
      .enum(whenUnknownOptions)
      .describe('What it does while the attribute is unknown; with ask the lead passes and the rep must answer it'),
    askOnlyAfter: z
      .array(signalKind)
      .exactOptional()
      .describe('With ask: only after one of these signals; without them unknown fails'),
  }) satisfies z.ZodType<Criterion>;
  const returnReason = object({
    code: shortText,
    label: text,
    proof: z.array(proof).min(1).describe('Any one of these proves it; without, the return is refused'),
    visibleAt: z
      .enum(returnReasonVisibilities)
      .describe('receipt: limited by the return window; conversation: until the touches end'),
    window: duration.exactOptional().describe('Its own window, counted like the return window'),
    countsAgainst: z.enum(accountableParties),
  }) satisfies z.ZodType<ReturnReason>;
  const promiseTerms = object({
    within: duration,
    counted: countingMode,
    remindAtShares: z
      .array(z.number().gt(0).lt(1))
      .describe('Shares of the time after which whoever owes it is reminded, ascending'),
    ladder: z
      .array(
        object({
          after: durationOrZero.describe('Since the breach, in the promise’s own way; the first step is PT0S'),
          notify: z.array(z.enum(notifyTargets)).min(1).describe('owner is whoever owes it'),
        }),
      )
      .describe('Who is told when it breaks, ascending; a ticket is opened in any case'),
  });
  const interval = object({ from: localTime, to: localTime }).describe('Local times; to may be 24:00');
  const specialDayFields = { date, name: shortText.exactOptional() };
  const specialDay = z.discriminatedUnion('kind', [
    object({ ...specialDayFields, kind: z.literal('off') }),
    object({
      ...specialDayFields,
      kind: z.literal('working'),
      like: weekday,
      shortenedByMinutes: z.int().positive().exactOptional(),
    }),
    object({ ...specialDayFields, kind: z.literal('shortened'), shortenedByMinutes: z.int().positive() }),
  ]);
  const attributeConditions = Object.fromEntries(
    routingAttributes.map((attribute) => [attribute, z.array(shortText).min(1).exactOptional()]),
  ) as Record<(typeof routingAttributes)[number], z.ZodExactOptional<z.ZodArray<typeof shortText>>>;
  const condition = object({
    ...attributeConditions,
    employees: object({
      atLeast: z.int().nonnegative().exactOptional(),
      atMost: z.int().nonnegative().exactOptional(),
    }).exactOptional(),
    score: object({ atLeast: z.number() }).exactOptional(),
  });
  const routing = object({
    rules: z
      .array(
        object({
          id: shortText,
          when: condition
            .exactOptional()
            .describe(
              'All that is named must match, and an unknown attribute matches nothing; without it every lead does',
            ),
          pool: object({
            team: shortText.exactOptional().describe('Without it the first team there is'),
            skills: z.array(shortText).min(1).exactOptional().describe('Only people who have all of these'),
          }),
        }),
      )
      .describe('The first that matches names the pool; a lead that matches none goes to the first team'),
    oneOwnerPerCompany: z.boolean().describe('A new lead of a company goes to whoever owns an open handoff of it'),
    weight: z.enum(weightings).describe('How turns are weighed in round robin'),
  }) satisfies z.ZodType<RoutingTerms>;
  return object({
    title: shortText,
    sources: z
      .array(shortText)
      .min(1)
      .exactOptional()
      .describe('Only for these sources; without it for all that no other agreement names'),
    calendar: object({
      zone: shortText.meta({ description: 'IANA time zone', examples: ['Europe/Moscow', 'America/New_York'] }),
      hours: z
        .partialRecord(weekday, z.array(interval))
        .describe('Several intervals make a split shift; a weekday that is not named is off'),
      holidayCountry: z
        .string()
        .length(2)
        .exactOptional()
        .meta({ description: 'Whose public holidays are off, ISO 3166-1 alpha-2', examples: ['RU', 'US'] }),
      specialDays: z.array(specialDay).describe('Moved, shortened and company days; they win over the holidays'),
    }).describe('For whoever has no hours of their own'),
    criteria: object({
      mql: z.array(criterion).min(1).describe('Each must be answered yes, or be unknown and not fail'),
      // An SQL needs a yes to all that was asked, and a yes to a red flag is never wanted.
      redFlags: z
        .array(criterion.extend({ whenUnknown: z.enum(whenUnknownOptions).exclude(['ask']) }))
        .describe('One yes rejects the lead'),
      framework: z.enum(frameworks),
      sql: z
        .array(
          object({
            id: shortText,
            question: text,
            required: z.boolean().describe('Whether an SQL needs a yes to it; the others are asked and recorded'),
          }),
        )
        .min(1)
        .describe('What the rep asks the lead'),
    }),
    promises: object({
      transfer: promiseTerms,
      acceptance: promiseTerms,
      'first-contact': promiseTerms,
      touches: promiseTerms,
      'reply-to-lead': promiseTerms,
      'next-step': promiseTerms,
      activity: promiseTerms,
      'return-review': promiseTerms,
      arbitration: promiseTerms,
      'sql-contact': promiseTerms,
    }),
    touches: object({
      minimum: z.int().positive(),
      maximum: z.int().positive(),
      countOnceWithin: duration.describe('Touches closer together than this count once'),
      minimumDays: z.int().positive().describe('On how many different days an unreachable lead must have been tried'),
      cadence: z.array(durationOrZero).describe('When each attempt is suggested, from the transfer, ascending'),
      callingHours: interval.describe('When a lead may be called, in the lead’s own local time'),
    }),
    pauses: object({ maximum: duration.describe('The longest pause that a dated next step can make') }),
    returns: object({
      window: object({ within: duration, counted: countingMode }).describe(
        'For what is visible at receipt, from the transfer (the closer’s: from the SQL)',
      ),
      reasons: z.array(returnReason).min(1),
      onSilence: z.enum(silenceOptions).describe('What marketing’s silence means once the review is overdue'),
    }),
    routing,
    nurture: object({ reviewWithin: duration }),
    obligations: object({ leadsPerMonth: z.int().nonnegative(), completeShare: share, sqlShare: share }).describe(
      'What marketing owes sales',
    ),
    money: object({
      averageCheck: z.number().nonnegative(),
      currency: z
        .string()
        .length(3)
        .meta({ description: 'ISO 4217', examples: ['RUB', 'USD'] }),
      margin: share.describe('Share of the check that is left after the cost of the goods'),
      costs: z.array(
        object({
          channel: shortText,
          month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write a month such as 2026-03'),
          amount: z.number().nonnegative(),
        }),
      ),
    }),
    reports: object({ dailyStatusAt: localTime, weeklySync: object({ day: weekday, at: localTime }) }).describe(
      'When they are sent, by the clock of the agreement’s zone',
    ),
  }) satisfies z.ZodType<Agreement>;
}

/** The agreement between marketing and sales as people write it: unknown keys are refused, since they are mistakes. */
export const agreementDocument = agreementDocumentSchema(z.strictObject as unknown as typeof z.object);
