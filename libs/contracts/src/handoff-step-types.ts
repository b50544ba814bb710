import {
  assignmentReasons,
  clocks,
  contactMethods,
  declineReasons,
  disputeVerdicts,
  endings,
  faults,
  leadHolders,
  notifyTargets,
  outcomes,
  ownerCheckResults,
  promiseNames,
  qualifications,
  releaseReasons,
  rerouteReasons,
  returnDispositions,
  ticketKinds,
  touchChannels,
  touchDirections,
  touchOutcomes,
  voidReasons,
} from '@baton/domain';
import type { HandoffStep } from '@baton/domain';
import { z } from 'zod';
import { calendarDate, moment, shortText } from './event-contract.ts';
import {
  evidenceLevel,
  recordedAnswers as qualifyingAnswers,
  recordedEvidence as evidence,
  recordedReference,
} from './evidence.ts';
import { criterionAnswer } from './lead-judged.ts';
import { importedHistory, leadSnapshot, signalKind } from './lead-snapshot.ts';
import { routing } from './routing-decision.ts';

const promise = z.enum(promiseNames);
const clock = z.enum(clocks);
const ownerId = shortText.exactOptional();
const textId = shortText.exactOptional();
const assignmentReason = z.enum(assignmentReasons);
const channel = z.enum(touchChannels);
const notified = z.array(z.enum(notifyTargets));
const disposition = z.enum(returnDispositions);
const returnWindows = z.array(z.object({ window: shortText, endsAt: moment })).exactOptional();
const ticket = z.enum(ticketKinds);
const milliseconds = z.int().nonnegative();
const account = z.array(z.object({ holder: z.enum(leadHolders), ownerId, milliseconds })).exactOptional();

/** Every type of step, as it crosses Kafka. */
export const handoffStep = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    createdBy: shortText,
    lead: leadSnapshot,
    answers: z.array(criterionAnswer),
    askedCriteria: z.array(shortText),
    score: z.number(),
    signalReceivedAt: moment,
    touchLimits: z.object({
      minimum: z.int(),
      maximum: z.int(),
      minimumDays: z.int(),
      minimumChannels: z.int().exactOptional(),
      countOnceWithin: shortText,
    }),
  }),
  z.object({ type: z.literal('imported'), lead: leadSnapshot, history: importedHistory }),
  z.object({
    type: z.literal('promise-started'),
    promise,
    clock,
    startsAt: moment.exactOptional(),
    dueAt: moment,
    remindAt: z.array(moment),
    ownerId,
  }),
  z.object({
    type: z.literal('promise-rescheduled'),
    promise,
    clock,
    dueAt: moment,
    remindAt: z.array(moment),
    ownerId,
  }),
  z.object({ type: z.literal('transferred'), teamId: shortText, pool: z.array(shortText) }),
  z.object({
    type: z.literal('assigned'),
    ownerId: shortText,
    teamId: shortText,
    reason: assignmentReason,
    previousOwnerId: ownerId,
    routing,
    ownerCheckAt: moment.exactOptional(),
    returnWindows,
    conversationWindowEndsAt: moment.exactOptional(),
  }),
  z.object({
    type: z.literal('queued'),
    teamId: shortText,
    reason: assignmentReason,
    previousOwnerId: ownerId,
    routing,
  }),
  z.object({
    type: z.literal('owner-checked'),
    result: z.enum(ownerCheckResults),
    checkAgainAt: moment.exactOptional(),
  }),
  z.object({
    type: z.literal('rerouted'),
    teamId: shortText,
    previousTeamId: shortText.exactOptional(),
    reason: z.enum(rerouteReasons),
  }),
  z.object({ type: z.literal('opened') }),
  z.object({ type: z.literal('accepted'), impliedByTouch: z.boolean() }),
  z.object({ type: z.literal('declined'), reason: z.enum(declineReasons) }),
  z.object({
    type: z.literal('touched'),
    channel,
    direction: z.enum(touchDirections),
    outcome: z.enum(touchOutcomes),
    reached: z.boolean(),
    evidence,
    madeAt: moment.exactOptional(),
    countedAt: moment.exactOptional(),
    day: calendarDate.exactOptional(),
    countedTouchNumber: z.int().positive().exactOptional(),
    conversationWindowEndsAt: moment.exactOptional(),
    textId,
  }),
  z.object({
    type: z.literal('touch-voided'),
    touchVersion: z.int().positive(),
    reason: z.enum(voidReasons),
  }),
  z.object({
    type: z.literal('contact-corrected'),
    contactMethod: z.enum(contactMethods),
    zones: z.array(shortText).exactOptional(),
  }),
  z.object({ type: z.literal('lead-replied'), channel, evidence }),
  z.object({
    type: z.literal('engagement-added'),
    channel,
    direction: z.enum(touchDirections),
    evidence,
    madeAt: moment.exactOptional(),
    textId,
  }),
  z.object({
    type: z.literal('signal-added'),
    signalId: shortText,
    signal: signalKind,
    endsPause: z.literal(true).exactOptional(),
  }),
  z.object({ type: z.literal('next-step-agreed'), nextStepAt: moment, evidence, textId }),
  z.object({ type: z.literal('opted-out'), evidence }),
  z.object({ type: z.literal('note-added'), textId: shortText }),
  z.object({
    type: z.literal('promise-reminder-due'),
    promise,
    clock,
    share: z.number(),
    skipped: z.boolean(),
    ownerId,
  }),
  z.object({
    type: z.literal('promise-broken'),
    promise,
    clock,
    dueAt: moment,
    latenessMilliseconds: milliseconds,
    notified: notified.exactOptional(),
    escalations: z.array(z.object({ at: moment, notify: notified })).exactOptional(),
    ownerId,
    account,
  }),
  z.object({ type: z.literal('escalated'), promise, clock, notified, ownerId }),
  z.object({ type: z.literal('breach-corrected'), promise, clock, dueAt: moment, touchMadeAt: moment, ownerId }),
  z.object({
    type: z.literal('promise-kept'),
    promise,
    clock,
    late: z.boolean(),
    countedMilliseconds: milliseconds,
    wallClockMilliseconds: milliseconds,
    ownerId,
    account,
  }),
  z.object({
    type: z.literal('promise-released'),
    promise,
    clock,
    reason: z.enum(releaseReasons),
    ownerId,
  }),
  z.object({ type: z.literal('ticket-opened'), ticket, ownerId }),
  z.object({ type: z.literal('ticket-closed'), ticket }),
  z.object({ type: z.literal('questions-answered'), answers: qualifyingAnswers }),
  z.object({ type: z.literal('qualified'), answers: qualifyingAnswers }),
  z.object({
    type: z.literal('returned'),
    reason: shortText,
    proof: z.object({ kind: shortText, reference: recordedReference, level: evidenceLevel }),
    textId,
    returnedBy: shortText,
    answers: qualifyingAnswers.exactOptional(),
    qualification: z.enum(qualifications),
    countsAgainst: shortText,
    afterSql: z.boolean().exactOptional(),
  }),
  z.object({ type: z.literal('return-held') }),
  z.object({ type: z.literal('return-accepted'), disposition, bySilence: z.boolean() }),
  z.object({ type: z.literal('return-contested'), textId }),
  z.object({
    type: z.literal('dispute-decided'),
    verdict: z.enum(disputeVerdicts),
    fault: z.enum(faults),
    disposition: disposition.exactOptional(),
    textId,
  }),
  z.object({ type: z.literal('sql-withdrawn') }),
  z.object({ type: z.literal('unreachable'), countedTouches: z.int(), automatic: z.boolean() }),
  z.object({ type: z.literal('ended'), ending: z.enum(endings) }),
  z.object({ type: z.literal('outcome-recorded'), outcomeId: shortText, outcome: z.enum(outcomes) }),
]) satisfies z.ZodType<HandoffStep>;
