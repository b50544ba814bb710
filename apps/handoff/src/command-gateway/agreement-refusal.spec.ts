import { defaultAgreement } from '@baton/domain';
import type { Evidence, HandoffCommand } from '@baton/domain';
import { agreementRefusal } from './agreement-refusal.ts';

const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const touch = (evidence: Evidence): HandoffCommand => ({
  type: 'touch',
  channel: 'call',
  direction: 'outbound',
  outcome: 'reached',
  evidence,
});
const answers = (...questions: string[]) =>
  questions.map((question) => ({ question, answer: 'yes' as const, evidence: recording }));
const check = (command: HandoffCommand, askedCriteria: string[] = []) =>
  agreementRefusal(defaultAgreement, command, askedCriteria);

describe('agreementRefusal of evidence', () => {
  it.each(['call-record', 'message-id', 'recording', 'transcript'] as const)(
    'evidence of kind %s is accepted with a reference and refused without one',
    (kind) => {
      expect(check(touch({ kind, reference: 'trace-1' }))).toBeUndefined();
      expect(check(touch({ kind }))).toMatchObject({
        status: 422,
        errors: [{ field: 'evidence.reference', code: 'missing-reference' }],
      });
    },
  );

  it('a note needs no reference', () => {
    expect(check(touch({ kind: 'note' }))).toBeUndefined();
  });

  it.each<HandoffCommand>([
    { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } },
    { type: 'agree-next-step', nextStepAt: '2026-03-03T10:00:00.000Z', evidence: { kind: 'recording' } },
    { type: 'opt-out', evidence: { kind: 'message-id' } },
  ])('the evidence of $type needs a reference', (command) => {
    expect(check(command)).toMatchObject({ errors: [{ field: 'evidence.reference' }] });
  });

  it('the problem names the answer whose evidence has no reference', () => {
    const [need] = answers('need');
    const given = [need!, { ...need!, question: 'budget', evidence: { kind: 'transcript' as const } }];
    expect(check({ type: 'qualify', answers: given })).toMatchObject({
      detail: expect.stringContaining('answers.1.evidence (transcript)') as string,
      errors: [{ field: 'answers.1.evidence.reference' }],
    });
  });
});

describe('agreementRefusal of answers', () => {
  it('answers are accepted to questions of the agreement and to asked criteria', () => {
    expect(check({ type: 'answer-questions', answers: answers('need', 'icp-role') }, ['icp-role'])).toBeUndefined();
  });

  it.each<HandoffCommand>([
    { type: 'answer-questions', answers: answers('need', 'horoscope') },
    { type: 'qualify', answers: answers('need', 'horoscope') },
    { type: 'return', reason: 'no-need', proof: recording, answers: answers('need', 'horoscope') },
  ])('an answer to an unknown question is refused in $type, and the problem names the question', (command) => {
    expect(check(command)).toMatchObject({
      status: 422,
      detail: expect.stringContaining('"horoscope"') as string,
      errors: [{ field: 'answers.1.question', code: 'unknown-question' }],
    });
  });

  it('an answer to a criterion that was not asked is refused', () => {
    expect(check({ type: 'answer-questions', answers: answers('icp-role') })).toMatchObject({ status: 422 });
  });
});
