import { evidenceLevel, isReference, qualificationFrom, recordedAnswers, recordedProof } from './evidence.ts';
import type { Evidence } from './evidence.ts';

describe('isReference', () => {
  it('an id or a link is a reference; words and contact details are not', () => {
    const given = [
      'call-17',
      'https://pbx.example/r/1.mp3',
      'call 17',
      '',
      'https://wa.me/79991234567',
      'ann@acme.com',
    ];
    expect(given.filter(isReference)).toEqual(['call-17', 'https://pbx.example/r/1.mp3']);
  });
});

const person = { kind: 'person' } as const;
const personThroughTelephony = { kind: 'person', via: 'integration:telephony' } as const;
const telephony = { kind: 'integration' } as const;
const record: Evidence = { kind: 'call-record', reference: 'call-17' };

describe('evidenceLevel', () => {
  it.each([
    ['a record that a connected system reports', record, telephony, 'verified'],
    ['a record that a system reports for a person', record, personThroughTelephony, 'verified'],
    ['a record that a person names', record, person, 'referenced'],
    ['a record without a reference, also from a system', { kind: 'recording' }, telephony, 'claimed'],
    ['a note, also from a system', { kind: 'note', reference: 'note-1' }, telephony, 'claimed'],
  ] as const)('%s has its level', (_, evidence, by, level) => {
    expect(evidenceLevel(evidence, by)).toBe(level);
  });

  it('a proof is verified by a system, referenced by a person, and claimed without a reference', () => {
    const proof = { kind: 'link', reference: 'crm-17' };
    const levels = [
      recordedProof(proof, telephony),
      recordedProof(proof, person),
      recordedProof({ kind: 'note' }, telephony),
    ];
    expect(levels.map(({ level }) => level)).toEqual(['verified', 'referenced', 'claimed']);
  });

  it('the strongest evidence of an answer decides how a lead was qualified', () => {
    const answered = (evidence: Evidence, by: Parameters<typeof evidenceLevel>[1]) =>
      recordedAnswers([{ question: 'need', answer: 'yes', evidence }], by);
    const claimed = answered({ kind: 'note' }, person);
    expect(qualificationFrom([])).toBe('none');
    expect(qualificationFrom(claimed)).toBe('claimed');
    expect(qualificationFrom([...claimed, ...answered(record, person)])).toBe('referenced');
    expect(qualificationFrom([...answered(record, telephony), ...claimed])).toBe('verified');
  });
});
