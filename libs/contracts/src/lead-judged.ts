import { answerEffects, answerValues, resumeCauses, verdicts } from '@baton/domain';
import type { CriterionAnswer, Judgement, Resumption, Score } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { importedHistory, leadSnapshot } from './lead-snapshot.ts';
import { topics } from './topics.ts';

export const criterionAnswer = z.object({
  criterion: shortText,
  answer: z.enum(answerValues),
  evidence: z.object({ attribute: shortText, value: z.string().exactOptional() }),
  effect: z.enum(answerEffects),
}) satisfies z.ZodType<CriterionAnswer>;

const score = z.object({
  points: z.number(),
  reasons: z.array(z.object({ reason: shortText, points: z.number() })),
}) satisfies z.ZodType<Score>;

export const resumption = z.object({
  handoffNumber: z.int().positive(),
  cause: z.enum(resumeCauses),
  ownerId: shortText.exactOptional(),
}) satisfies z.ZodType<Resumption>;

const judgement = z.object({
  verdict: z.enum(verdicts),
  answers: z.array(criterionAnswer),
  askedCriteria: z.array(shortText),
  score,
}) satisfies z.ZodType<Judgement>;

const data = judgement.extend({
  leadId: uuid,
  /** The signal that caused this judgement. */
  signalId: shortText,
  signalReceivedAt: moment,
  agreementVersion: z.int().positive(),
  /** The handoff that this verdict opens, or that is already open. Only with `mql`. */
  handoffNumber: z.int().positive().exactOptional(),
  /** The handoff that the signal belongs to, whatever the verdict on it. The signal is added to it. */
  withinHandoff: z.int().positive().exactOptional(),
  createdBy: shortText,
  lead: leadSnapshot,
  resumes: resumption
    .exactOptional()
    .describe(
      'The handoff that this verdict opens continues one that was postponed. On its date the lead comes back without a new judgement: the rest is the judgement that its signal had',
    ),
  /** When the review of a nurtured lead is due. */
  reviewDueAt: moment.exactOptional(),
  importedHistory: importedHistory.exactOptional(),
  nurtureReview: z
    .object({ reviewedBy: shortText, reviewedAt: moment })
    .exactOptional()
    .describe('Marketing rejected a nurtured lead: the verdict is its decision, the rest is the latest judgement'),
});

export type LeadJudged = z.infer<typeof data>;

export const leadJudged = {
  type: 'baton.lead.judged',
  topic: topics.judgedLeads.name,
  summary: "Scoring judged a lead by the agreement's criteria.",
  data,
} satisfies EventContract<LeadJudged>;
