import {
  accountableParties,
  frameworks,
  notifyTargets,
  reassignmentOptions,
  returnReasonVisibilities,
  routingAttributes,
  silenceOptions,
  weightings,
  whenUnknownOptions,
} from '@baton/domain';
import type { Agreement, Criterion, FirstContactTerms, PromiseRule, ReturnReason, RoutingTerms } from '@baton/domain';
import { z } from 'zod';
import {
  attribute,
  countingMode,
  currency,
  date,
  dueWithin,
  duration,
  durationOrZero,
  localTime,
  lostTerms,
  postponementTerms,
  proof,
  scoreTerms,
  share,
  weekday,
} from './agreement-values.ts';
import { shortText } from './event-contract.ts';
import { signalKind } from './lead-snapshot.ts';

/** @param object `z.object` or `z.strictObject`, used for every object of the document */
export function agreementDocumentSchema(object: typeof z.object) {
  const text = object({ en: shortText, ru: shortText }).describe('What people read, in English and Russian');
  const criterion = object({
    id: shortText.describe('Its name in answers, events and reports'),
    question: text,
    attribute: attribute.describe('The attribute of the lead that answers it'),
    oneOf: z.array(z.string()).exactOptional().describe('Yes if a value of the attribute is one of these'),
    noneOf: z.array(z.string()).exactOptional().describe('No if a value of the attribute is one of these'),
    whenUnknown: z
      .enum(whenUnknownOptions)
      .describe('What happens while the attribute is unknown. With ask the lead passes and the rep must ask it'),
    askOnlyAfter: z
      .array(signalKind)
      .exactOptional()
      .describe('With ask: ask only after one of these signals. Without one of them, unknown fails'),
    returnReason: shortText
      .exactOptional()
      .describe('With ask: the code of the reason to return the lead with if the answer is no'),
  }) satisfies z.ZodType<Criterion>;
  const returnReason = object({
    code: shortText,
    label: text,
    proof: z.array(proof).min(1).describe('Any one of these proves it. A return without proof is refused'),
    visibleAt: z
      .enum(returnReasonVisibilities)
      .describe(
        'receipt: limited by the return window; conversation: needs a conversation, and is possible until the touches are due',
      ),
    window: duration.exactOptional().describe('Replaces the return window for this reason; counted the same way'),
    countsAgainst: z.enum(accountableParties),
  }) satisfies z.ZodType<ReturnReason>;
  const promiseTerms = object({
    within: duration,
    counted: countingMode,
    remindAtShares: z
      .array(z.number().gt(0).lt(1))
      .describe('Shares of the time after which the person who owes the promise is reminded, ascending'),
    ladder: z
      .array(
        object({
          after: durationOrZero.describe('Time since the breach, counted like the promise. The first must be PT0S'),
          notify: z.array(z.enum(notifyTargets)).min(1).describe('owner is the person who owes the promise'),
        }),
      )
      .describe('Who is notified after a breach, ascending. A breach always opens a ticket as well'),
  });
  const firstContactTerms = promiseTerms.extend({
    reassign: z
      .enum(reassignmentOptions)
      .describe('Whether an accepted lead moves to another person when its owner breaks this promise'),
    idleAfter: duration.describe(
      'With when-idle: the lead moves only if its owner has made no touch on any lead for this long. Checked as often, in working time',
    ),
  }) satisfies z.ZodType<FirstContactTerms>;
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
    signal: z.array(signalKind).min(1).exactOptional().describe('The kind of the latest signal'),
  });
  const changedTerms = promiseTerms.exactPartial().exactOptional();
  const promiseRule = object({
    id: shortText,
    when: condition.describe('All given conditions must match, and an unknown attribute matches nothing'),
    promises: object({
      transfer: changedTerms,
      acceptance: changedTerms,
      'first-contact': firstContactTerms.exactPartial().exactOptional(),
      touches: changedTerms,
      'reply-to-lead': changedTerms,
      'next-step': changedTerms,
      activity: changedTerms,
      'return-review': changedTerms,
      arbitration: changedTerms,
      'sql-contact': changedTerms,
    }).describe('Only the terms that differ'),
  }) satisfies z.ZodType<PromiseRule>;
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
  const routing = object({
    rules: z
      .array(
        object({
          id: shortText,
          when: condition
            .exactOptional()
            .describe(
              'All given conditions must match, and an unknown attribute matches nothing. Without conditions every lead matches',
            ),
          pool: object({
            team: shortText.exactOptional().describe('Without it, the first team'),
            skills: z.array(shortText).min(1).exactOptional().describe('Only people with all of these skills'),
          }),
        }),
      )
      .describe('The first matching rule decides the pool. A lead that matches none goes to the first team'),
    oneOwnerPerCompany: z
      .boolean()
      .describe('A new lead goes to the person who owns an open handoff, an SQL, a deal or the account of its company'),
    sqlOwnerFor: duration.describe(
      'For how long an SQL without an outcome makes its owner the one of its company, and of the same person',
    ),
    weight: z.enum(weightings).describe('How turns are weighted in round robin'),
    slots: z.int().min(1).max(100).describe('How many leads that wait for their first touch a person has at most'),
    pointsPerDayInQueue: z
      .int()
      .min(0)
      .max(100)
      .describe('What a working day in the queue adds to a lead’s score there'),
    atWorkWithin: duration.describe('Nobody who starts to work later is eligible. Counted on working days'),
  }) satisfies z.ZodType<RoutingTerms>;
  return object({
    title: shortText,
    sources: z
      .array(shortText)
      .min(1)
      .exactOptional()
      .describe('The sources that the agreement applies to. Without it, all that no other agreement names'),
    calendar: object({
      zone: shortText.meta({ description: 'IANA time zone', examples: ['Europe/Moscow', 'America/New_York'] }),
      hours: z
        .partialRecord(weekday, z.array(interval))
        .describe('Several intervals are a split shift. A weekday that is left out is off'),
      holidayCountry: z
        .string()
        .length(2)
        .exactOptional()
        .meta({ description: 'The country whose public holidays are off, ISO 3166-1 alpha-2', examples: ['RU', 'US'] }),
      specialDays: z.array(specialDay).describe('Moved, shortened and company days. They override the holidays'),
    }).describe('For people without their own hours'),
    criteria: object({
      mql: z.array(criterion).min(1).describe('Each must be answered yes, or be unknown and not fail'),
      // No `ask`: an SQL needs a yes to every asked criterion, and a yes to a red flag rejects the lead.
      redFlags: z
        .array(criterion.extend({ whenUnknown: z.enum(whenUnknownOptions).exclude(['ask']) }))
        .describe('One yes rejects the lead'),
      framework: z
        .enum(frameworks)
        .describe('The set of qualifying questions. Its questions must be asked; without sql exactly they are asked'),
      sql: z
        .array(
          object({
            id: shortText,
            question: text,
            required: z
              .boolean()
              .describe('Whether an SQL needs a yes to it. The other questions are asked and recorded'),
            returnReason: shortText
              .exactOptional()
              .describe('If it is required: the code of the reason to return the lead with after a no'),
          }),
        )
        .min(1)
        .describe('The questions that the rep asks the lead'),
    }),
    promises: object({
      transfer: promiseTerms,
      acceptance: promiseTerms,
      'first-contact': firstContactTerms,
      touches: promiseTerms,
      'reply-to-lead': promiseTerms,
      'next-step': promiseTerms,
      activity: promiseTerms,
      'return-review': promiseTerms,
      arbitration: promiseTerms,
      'sql-contact': promiseTerms,
    }),
    promiseRules: z
      .array(promiseRule)
      .describe('Promises of some leads: the first rule that a lead matches changes the terms that it names'),
    touches: object({
      minimum: z.int().positive(),
      maximum: z.int().positive(),
      countOnceWithin: duration.describe('Touches closer together than this count once'),
      minimumDays: z
        .int()
        .positive()
        .describe('On how many different days a lead must have been tried before it is unreachable'),
      minimumChannels: z
        .int()
        .nonnegative()
        .describe('On how many channels, if it has as many, a lead must have been tried before it is unreachable'),
      cadence: z
        .array(durationOrZero)
        .describe(
          'When each attempt is suggested: ascending times from the start of the touches promise, PT0S for an immediate one',
        ),
      callingHours: interval.describe('When a lead may be called, in its own local time'),
    }),
    pauses: object({ maximum: duration.describe('The longest pause that a dated next step can make') }),
    postponement: postponementTerms(object),
    returns: object({
      window: object({
        within: duration.describe(
          'For reasons visible at receipt, from the first assignment; the closer’s from their assignment',
        ),
        afterConversation: duration.describe(
          'For reasons that only a conversation shows: at least this long after the first conversation',
        ),
        counted: countingMode,
      }).describe('How long a return is possible. Later only the team lead can return the lead'),
      reasons: z.array(returnReason).min(1),
      onSilence: z.enum(silenceOptions).describe('What happens to a return that marketing does not review in time'),
    }),
    routing,
    score: scoreTerms(object),
    quarantine: object({
      reviewWithin: duration.describe('How soon a quarantined message must be reviewed. Counted on working days'),
    }),
    silentSources: object({
      history: duration.describe('Older history says nothing about how the source behaves now'),
      minimumDays: z.int().positive().describe('With leads on fewer days there is no usual pace yet'),
      usualShare: z.number().gt(0).max(1).describe('The share of waits that the usual wait covers'),
      usualWaits: z.number().positive().describe('How many usual waits make a silence'),
      atLeast: duration.describe('A shorter silence never counts, in working time'),
    }).describe('When a source counts as silent, measured by its own history'),
    lost: lostTerms(object),
    nurture: object({ reviewWithin: duration }),
    outcomes: object({ dueWithin }),
    obligations: object({ leadsPerMonth: z.int().nonnegative(), completeShare: share, sqlShare: share }).describe(
      'Marketing’s own obligations to sales',
    ),
    money: object({
      averageCheck: z.number().nonnegative(),
      currency,
      margin: share.describe('Share of the check that remains after the cost of goods'),
      costs: z.array(
        object({
          channel: shortText,
          month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write a month such as 2026-03'),
          amount: z.number().nonnegative(),
        }),
      ),
    }),
    reports: object({
      firstContactLimits: z
        .array(duration)
        .min(1)
        .describe('The upper limits of the ranges in which first contacts are counted, ascending'),
      dailyStatusAt: localTime.describe('When it is sent, in the agreement’s zone'),
      weeklySync: object({ day: weekday, at: localTime }).describe('When it is sent, in the agreement’s zone'),
    }),
  }) satisfies z.ZodType<Agreement>;
}

/** An agreement as people write it. Unknown keys are rejected as mistakes. */
export const agreementDocument = agreementDocumentSchema(z.strictObject as unknown as typeof z.object);
