import { evidenceKinds, evidenceLevels, isReference, qualifyingAnswerValues, referenceRules } from '@baton/domain';
import { z } from 'zod';
import { shortText } from './event-contract.ts';

/** As a sender gives it: refused if it could be a phone number or an e-mail address. */
export const submittedReference = z
  .string()
  .max(referenceRules.maximumLength)
  // The pattern is what a JSON schema can express; the refinement checks the rest.
  .regex(referenceRules.pattern, { message: `give ${referenceRules.hint}`, abort: true })
  .refine(isReference, `give ${referenceRules.hint}`)
  .exactOptional();

/** As the record keeps it. */
export const recordedReference = z.string().max(referenceRules.maximumLength).exactOptional();

/**
 * A trace without a reference is valid here, so that the command is refused with a reason instead of becoming a dead
 * letter.
 */
export const submittedEvidence = z.object({ kind: z.enum(evidenceKinds), reference: submittedReference });

export const evidenceLevel = z
  .enum(evidenceLevels)
  .describe(
    'verified: a connected system reports it; referenced: a person says where it can be found; claimed: a note',
  );

export const recordedEvidence = z.object({
  kind: z.enum(evidenceKinds),
  reference: recordedReference,
  level: evidenceLevel,
});

const qualifyingAnswer = { question: shortText, answer: z.enum(qualifyingAnswerValues) };
export const submittedAnswers = z.array(z.object({ ...qualifyingAnswer, evidence: submittedEvidence }));
export const recordedAnswers = z.array(z.object({ ...qualifyingAnswer, evidence: recordedEvidence }));
