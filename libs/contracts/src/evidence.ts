import { evidenceKinds, isReference, qualifyingAnswerValues, referenceRules } from '@baton/domain';
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
export const evidenceWith = <Reference extends typeof submittedReference>(reference: Reference) =>
  z.object({ kind: z.enum(evidenceKinds), reference });

export const qualifyingAnswersWith = <Reference extends typeof submittedReference>(reference: Reference) =>
  z.array(z.object({ question: shortText, answer: z.enum(qualifyingAnswerValues), evidence: evidenceWith(reference) }));
