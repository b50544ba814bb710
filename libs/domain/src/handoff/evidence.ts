import { containsPhoneOrEmail } from '../lead/phone-or-email.ts';
import type { Actor } from './record.ts';

/** Kinds of evidence that a system records. They count as referenced if they say where the record can be found. */
export const recordedEvidenceKinds = ['call-record', 'message-id', 'recording', 'transcript'] as const;
export const evidenceKinds = [...recordedEvidenceKinds, 'note'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export interface Evidence {
  kind: EvidenceKind;
  /** Where the record can be found: an id or a link in the phone or mail system. Only a note needs none. */
  reference?: string;
}

/** References travel in events, which must not contain personal data such as a phone number or an e-mail address. */
export const referenceRules = {
  pattern: /^(?!\+)[^\s@]+$/,
  maximumLength: 500,
  /** How to write a valid reference; part of error messages. */
  hint:
    'the id or the link of the call, message or document in its own system, without spaces, phone number or e-mail ' +
    'address; an id that looks like a phone number needs letters right before it, such as call79123456789',
};

export const isReference = (text: string): boolean => referenceRules.pattern.test(text) && !containsPhoneOrEmail(text);

const isRecorded = ({ kind }: Evidence): boolean => recordedEvidenceKinds.some((recordedKind) => recordedKind === kind);

export const lacksReference = (evidence: Evidence): boolean => isRecorded(evidence) && !evidence.reference;

/** A note, or a record without a reference, is only a claim. */
export const isReferenced = (evidence: Evidence): boolean => isRecorded(evidence) && !lacksReference(evidence);

/** A connected system recorded the contact, and reports it itself. A person who names such a record only refers to it. */
export const isVerified = (evidence: Evidence, { kind, via }: Pick<Actor, 'kind' | 'via'>): boolean =>
  isReferenced(evidence) && (kind === 'integration' || via !== undefined);

/** What a return is proven with. */
export interface Proof {
  kind: string;
  reference?: string;
}

export const qualifyingAnswerValues = ['yes', 'no'] as const;

export interface QualifyingAnswer {
  question: string;
  answer: (typeof qualifyingAnswerValues)[number];
  evidence: Evidence;
}

export const qualifications = ['referenced', 'claimed', 'none'] as const;
/** Whether qualifying questions were answered, and whether evidence with a reference shows it. */
export type Qualification = (typeof qualifications)[number];

/** One answer with referenced evidence is enough to show that the questions were asked. */
export function qualificationFrom(answers: readonly QualifyingAnswer[]): Qualification {
  if (answers.length === 0) return 'none';
  return answers.some(({ evidence }) => isReferenced(evidence)) ? 'referenced' : 'claimed';
}
