import type { LeadSnapshot, SignalKind } from './lead.ts';
import { mustNotBeContacted } from './refused-contact.ts';

const day = (number: number): string => `2026-03-0${number}T10:00:00.000Z`;

/** A lead that fits the profile, with one signal a day from 1 March on. */
const leadWith = (kinds: SignalKind[], changes: Partial<LeadSnapshot> = {}): LeadSnapshot => ({
  source: 'website',
  industry: 'logistics',
  segment: 'medium',
  role: 'owner',
  reachableBy: ['email'],
  flags: [],
  consent: null,
  signals: kinds.map((kind, index) => ({ signalId: `s${index}`, kind, receivedAt: day(index + 1) })),
  ...changes,
});

describe('mustNotBeContacted', () => {
  it.each<[string, boolean, LeadSnapshot]>([
    ['nobody refused anything', false, leadWith(['content'])],
    ['the refusal came with a request', false, leadWith(['request'], { consent: false, contactRefusedAt: day(1) })],
    ['the refusal came with a download', true, leadWith(['content'], { consent: false, contactRefusedAt: day(1) })],
    ['a request came after the refusal', false, leadWith(['content', 'demo'], { contactRefusedAt: day(1) })],
    ['a download came after the refusal', true, leadWith(['request', 'content'], { contactRefusedAt: day(2) })],
    ['only a request from before the refusal is known', true, leadWith(['request'], { contactRefusedAt: day(2) })],
    [
      'consent was refused without a date, with the latest signal',
      true,
      leadWith(['demo', 'visit'], { consent: false }),
    ],
    ['consent was refused without a date, with a message', false, leadWith(['visit', 'message'], { consent: false })],
  ])('%s: %s', (_, expected, lead) => {
    expect(mustNotBeContacted(lead)).toBe(expected);
  });
});
