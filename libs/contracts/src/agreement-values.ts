import {
  contactMethods,
  countingModes,
  criterionAttributes,
  durationMilliseconds,
  proofKinds,
  signalKinds,
  weekdays,
} from '@baton/domain';
import type { ContactMethod, SignalKind } from '@baton/domain';
import { z } from 'zod';

export const localTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a local time such as 09:00');
export const date = z.iso.date();
export const share = z.number().min(0).max(1).describe('A share between 0 and 1');
export const points = z.int().min(0).max(100);
export const weekday = z.enum(weekdays);
const isoDurationPattern = /^P(?=\d|T\d)(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?$/;
const maximumDurationMilliseconds = durationMilliseconds('P3653D');
/** `PT0S` is the time of the event itself. */
export const durationOrZero = z
  .string()
  .regex(isoDurationPattern, { error: 'write an ISO 8601 duration such as PT0S, PT1H or P2D', abort: true })
  .refine((text) => durationMilliseconds(text) <= maximumDurationMilliseconds, 'write ten years or less, such as P2D')
  .meta({ examples: ['PT0S', 'PT1H', 'P2D'] });
export const duration = z
  .string()
  .regex(isoDurationPattern, { error: 'write an ISO 8601 duration such as PT15M, PT48H or P2D', abort: true })
  .refine((text) => durationMilliseconds(text) > 0, 'write a duration longer than zero, such as PT15M')
  .refine((text) => durationMilliseconds(text) <= maximumDurationMilliseconds, 'write ten years or less, such as P90D')
  .meta({ examples: ['PT15M', 'PT48H', 'P2D'] });

export const attribute = z.enum(criterionAttributes);
export const countingMode = z
  .enum(countingModes)
  .describe('always: every hour; working: only working hours; workday: all hours of working days');
export const proof = z.enum(proofKinds);

/** @param object `z.object` or `z.strictObject` */
export function lostTerms(object: typeof z.object) {
  return object({
    uncontacted: duration.describe('From when the first contact was due'),
    'touches-missed': duration.describe('Without a touch, from when the touches promise broke'),
    'no-activity': duration.describe('Without a touch or a dated next step, after a contact'),
    'overturned-uncontacted': duration.describe('From the assignment after an overturned return'),
    unowned: duration.describe('Without a rep'),
  }).describe('When a handoff is lost by process: the limits of its conditions, counted on working days');
}

/** @param object `z.object` or `z.strictObject` */
export function postponementTerms(object: typeof z.object) {
  return object({
    shortest: duration.describe('A nearer date is a next step'),
    longest: duration.describe('The furthest date'),
  }).describe('How far ahead the date can be to which a lead is postponed');
}

/** @param object `z.object` or `z.strictObject` */
export function scoreTerms(object: typeof z.object) {
  return object({
    signals: object(
      Object.fromEntries(signalKinds.map((kind) => [kind, points])) as Record<SignalKind, typeof points>,
    ).describe('Points for the strongest fresh signal'),
    furtherSignal: points.describe('Points for each further fresh signal'),
    furtherSignalsAtMost: points,
    freshFor: duration.describe('Only signals received no longer than this before the latest one are fresh'),
    profile: points.describe('Points for a profile that fits in every criterion; a part of them otherwise'),
    reachableBy: object(
      Object.fromEntries(contactMethods.map((method) => [method, points])) as Record<ContactMethod, typeof points>,
    ),
  }).describe('The points of a lead’s score, at most 100 together');
}

export const dueWithin = duration.describe('How long an SQL may have neither an outcome nor a dated next step');

export const currency = z
  .string()
  .length(3)
  .meta({ description: 'ISO 4217', examples: ['RUB', 'USD'] });
