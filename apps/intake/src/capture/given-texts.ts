import { comparableText } from '../parsing/distinct-texts.ts';
import { digest } from './digest.ts';
import type { CapturedSignal, Submission } from './submission.ts';

/** What comes with the signals of a lead. A message and a subject belong to one signal, pains and interests to the lead. */
export type GivenTextKind = 'message' | 'subject' | 'pain' | 'interest';

export interface GivenText {
  leadId: string;
  textId: string;
  kind: GivenTextKind;
  text: string;
  /** The lead itself. */
  authorId: string;
  at: Date;
}

const SUBJECT_PREFIX = 'subject/';

export const signalOfSubject = (textId: string): string => textId.slice(SUBJECT_PREFIX.length);

/** A pain or an interest has the same id in every signal that repeats it, so that the lead has it once. */
export function givenTexts({ lead, receivedAt }: Submission, { leadId, signalId }: CapturedSignal): GivenText[] {
  const { message, subject, pains = [], interests = [] } = lead;
  const given = (kind: GivenTextKind, textId: string, text: string): GivenText => ({
    leadId,
    textId,
    kind,
    text,
    authorId: leadId,
    at: receivedAt,
  });
  const ofLead = (kind: GivenTextKind, text: string): GivenText =>
    given(kind, `${kind}/${digest(kind, comparableText(text))}`, text);
  return [
    ...(message === undefined ? [] : [given('message', signalId, message)]),
    ...(subject === undefined ? [] : [given('subject', `${SUBJECT_PREFIX}${signalId}`, subject)]),
    ...pains.map((pain) => ofLead('pain', pain)),
    ...interests.map((interest) => ofLead('interest', interest)),
  ];
}
