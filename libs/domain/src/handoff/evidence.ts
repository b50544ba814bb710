import { containsPhoneOrEmail } from '../lead/phone-or-email.ts';
import type { Actor } from './record.ts';

/** Kinds of evidence that a system records. They are more than a claim if they say where the record can be found. */
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

/**
 * How far evidence can be trusted, the strongest first. Verified: a connected system reports it, with its own record.
 * Referenced: a person says where it can be found. Claimed: a note.
 */
export const evidenceLevels = ['verified', 'referenced', 'claimed'] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

/** Evidence as the record keeps it. */
export interface RecordedEvidence extends Evidence {
  level: EvidenceLevel;
}

type Reporter = Pick<Actor, 'kind' | 'via'>;

export const evidenceLevel = (evidence: Evidence, by: Reporter): EvidenceLevel =>
  isReferenced(evidence) ? referencedLevel(by) : 'claimed';

/** A connected system reports its own record. A person who names such a record only refers to it. */
const referencedLevel = ({ kind, via }: Reporter): EvidenceLevel =>
  kind === 'integration' || via !== undefined ? 'verified' : 'referenced';

export const recordedEvidence = (evidence: Evidence, by: Reporter): RecordedEvidence => ({
  ...evidence,
  level: evidenceLevel(evidence, by),
});

/** How much of it has evidence of each level. */
export const countByEvidence = (levels: readonly EvidenceLevel[]): Record<EvidenceLevel, number> => ({
  verified: levels.filter((level) => level === 'verified').length,
  referenced: levels.filter((level) => level === 'referenced').length,
  claimed: levels.filter((level) => level === 'claimed').length,
});

/** What a return is proven with. */
export interface Proof {
  kind: string;
  reference?: string;
}

/** A proof as the record keeps it. */
export interface RecordedProof extends Proof {
  level: EvidenceLevel;
}

export const recordedProof = (proof: Proof, by: Reporter): RecordedProof => ({
  ...proof,
  level: proof.reference ? referencedLevel(by) : 'claimed',
});

export const qualifyingAnswerValues = ['yes', 'no'] as const;

export interface QualifyingAnswer {
  question: string;
  answer: (typeof qualifyingAnswerValues)[number];
  evidence: Evidence;
}

/** An answer as the record keeps it. */
export interface RecordedAnswer extends QualifyingAnswer {
  evidence: RecordedEvidence;
}

export const recordedAnswers = (answers: readonly QualifyingAnswer[], by: Reporter): RecordedAnswer[] =>
  answers.map((answer) => ({ ...answer, evidence: recordedEvidence(answer.evidence, by) }));

export const qualifications = [...evidenceLevels, 'none'] as const;
/** Whether qualifying questions were answered, and the level of the evidence for it. */
export type Qualification = (typeof qualifications)[number];

/** The strongest evidence counts: one answer with it is enough to show that the questions were asked. */
export const qualificationFrom = (answers: readonly RecordedAnswer[]): Qualification =>
  evidenceLevels.find((level) => answers.some(({ evidence }) => evidence.level === level)) ?? 'none';
