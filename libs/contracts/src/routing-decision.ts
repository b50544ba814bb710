import {
  choiceReasons,
  directDecisionBases,
  exclusionReasons,
  knownByReasons,
  noChoiceReasons,
  poolRoles,
  unmetConditions,
} from '@baton/domain';
import type { DirectDecision, RoutingDecision, RuleBasedDecision } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event-contract.ts';

const exclusions = z.array(z.object({ personId: shortText, reason: z.enum(exclusionReasons) }));

const memberSnapshot = z.object({
  personId: shortText,
  teamId: shortText,
  active: z.boolean(),
  skills: z.array(shortText),
  languages: z.array(shortText),
  weight: z.number().positive(),
  pass: z.number().exactOptional(),
  lastAssignedAt: moment.exactOptional(),
  openHandoffs: z.int().nonnegative(),
  takenSlots: z.int().nonnegative(),
  unresponsive: z.boolean(),
  cap: z.int().nonnegative().exactOptional(),
  deputyId: shortText.exactOptional(),
  worksFrom: moment.exactOptional(),
  absent: z.boolean(),
});

const ruleBasedDecision = z.object({
  basis: z.literal('agreement'),
  at: moment,
  startsBefore: moment,
  contactDueAt: moment.exactOptional(),
  slots: z.int().positive().exactOptional(),
  triedRules: z.array(z.object({ id: shortText, unmetCondition: z.enum(unmetConditions).exactOptional() })),
  target: z.object({
    teamId: shortText,
    role: z.enum(poolRoles),
    skills: z.array(shortText),
    language: shortText.exactOptional(),
  }),
  knownOwner: z.object({ personId: shortText, knownBy: z.enum(knownByReasons) }).exactOptional(),
  pool: z.array(memberSnapshot),
  exclusions,
  knownOwnerExclusions: exclusions,
  queuedAhead: z.int().nonnegative(),
  teamId: shortText,
  chosen: shortText.exactOptional(),
  reason: z.enum(choiceReasons).exactOptional(),
  startsAt: moment.exactOptional(),
  noChoiceReason: z.enum(noChoiceReasons).exactOptional(),
}) satisfies z.ZodType<RuleBasedDecision>;

const directDecision = z.object({
  basis: z.enum(directDecisionBases),
  teamId: shortText,
  chosen: shortText,
  pool: z.array(z.never()),
  exclusions: z.array(z.never()),
}) satisfies z.ZodType<DirectDecision>;

/** Why this owner was chosen, with everything that the choice is based on. */
export const routing = z.discriminatedUnion('basis', [
  ruleBasedDecision,
  directDecision,
]) satisfies z.ZodType<RoutingDecision>;
