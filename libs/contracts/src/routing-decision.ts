import { knownByReasons, missingAttributes, choiceReasons, exclusionReasons, noChoiceReasons } from '@baton/domain';
import type { DirectDecision, RoutingDecision, RuledDecision } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event.ts';

const leftOut = z.array(z.object({ personId: shortText, why: z.enum(exclusionReasons) }));

const seenMember = z.object({
  personId: shortText,
  teamId: shortText,
  active: z.boolean(),
  skills: z.array(shortText),
  languages: z.array(shortText),
  weight: z.number().positive(),
  pass: z.number(),
  open: z.int().nonnegative(),
  cap: z.int().nonnegative().exactOptional(),
  deputyId: shortText.exactOptional(),
  worksFrom: moment.exactOptional(),
  absent: z.boolean(),
});

const byTheAgreement = z.object({
  rule: z.literal('agreement'),
  at: moment,
  beginsBefore: moment,
  tried: z.array(z.object({ id: shortText, lacking: z.enum(missingAttributes).exactOptional() })),
  wanted: z.object({ teamId: shortText, skills: z.array(shortText), language: shortText.exactOptional() }),
  known: z.object({ personId: shortText, because: z.enum(knownByReasons) }).exactOptional(),
  pool: z.array(seenMember),
  leftOut,
  passedOver: leftOut,
  waiting: z.int().nonnegative(),
  teamId: shortText,
  chosen: shortText.exactOptional(),
  because: z.enum(choiceReasons).exactOptional(),
  startsAt: moment.exactOptional(),
  unchosen: z.enum(noChoiceReasons).exactOptional(),
  nextEligibleAt: moment.exactOptional(),
}) satisfies z.ZodType<RuledDecision>;

const direct = z.object({
  rule: z.enum(['team-lead', 'deputy', 'answered', 'closer']),
  teamId: shortText,
  chosen: shortText,
  pool: z.array(z.never()),
  leftOut: z.array(z.never()),
}) satisfies z.ZodType<DirectDecision>;

/** Why this owner, with all that the choice rests on. */
export const routing = z.discriminatedUnion('rule', [byTheAgreement, direct]) satisfies z.ZodType<RoutingDecision>;
