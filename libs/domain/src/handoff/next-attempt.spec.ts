import type { Agreement } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { callingCalendar } from './calling-hours.ts';
import type { HandoffCommand } from './commands.ts';
import { nextAttempt } from './next-attempt.ts';
import type { NoAttempt, SuggestedAttempt } from './next-attempt.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { judgedLead, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { WorkingTime } from '../time/working-time.ts';

/** In Moscow, where the default agreement's hours hold, Monday to Friday, 09 to 18. */
const moscow = (day: string, time: string): string => new Date(`${day}T${time}:00+03:00`).toISOString();
const FRIDAY = '2026-03-13';
const MONDAY = '2026-03-16';
const TUESDAY = '2026-03-17';
const WEDNESDAY = '2026-03-18';

const anna = rep('anna');
const touch = (
  channel: TouchChannel = 'call',
  outcome: TouchOutcome = 'no-answer',
): HandoffCommand & { type: 'touch' } => ({
  type: 'touch',
  channel,
  direction: 'outbound',
  outcome,
  evidence: { kind: 'call-record', reference: 'call-1' },
});

function suggested(
  { state, agreement }: SimulatedHandoff,
  now: string,
  { lead = {}, own = agreement.calendar }: { lead?: Partial<LeadSnapshot>; own?: Agreement['calendar'] } = {},
): SuggestedAttempt | NoAttempt {
  const calling = new WorkingTime(callingCalendar(agreement, { ...judgedLead().lead, ...lead }, now));
  const owners = new WorkingTime({ ...own, absences: [] });
  const agreements = new WorkingTime({ ...agreement.calendar, absences: [] });
  const time = (personId?: string): WorkingTime => (personId === state.ownerId ? owners : agreements);
  return nextAttempt(state, { agreement, now, callingTime: calling, time });
}

const transferred = (moment = moscow(MONDAY, '10:00'), agreement?: Agreement): SimulatedHandoff =>
  SimulatedHandoff.transferred(moment, undefined, agreement);

/** Accepted, so that nobody else gets it meanwhile. */
const accepted = (moment?: string, agreement?: Agreement): SimulatedHandoff => {
  const handoff = transferred(moment, agreement);
  handoff.execute(anna, { type: 'accept' }, moment ?? moscow(MONDAY, '10:00'));
  return handoff;
};

describe('The cadence', () => {
  it('suggests each attempt at its moment after the transfer, until there are seven', () => {
    const handoff = accepted();
    const wanted = [
      moscow(MONDAY, '10:15'),
      moscow(MONDAY, '12:00'),
      moscow(MONDAY, '17:00'),
      moscow(TUESDAY, '10:00'),
      moscow(TUESDAY, '14:00'),
      moscow(WEDNESDAY, '09:00'),
      moscow(WEDNESDAY, '09:10'),
    ];
    for (const [index, at] of wanted.entries()) {
      const before = new Date(Date.parse(at) - 1).toISOString();
      const attempt = suggested(handoff, before);
      expect(attempt).toMatchObject({ at, number: index + 1, minimum: 5, maximum: 7 });
      handoff.execute(anna, touch(index === 1 ? 'email' : 'call'), at);
    }
    expect(handoff.state.ending).toBe('unreachable');
    expect(suggested(handoff, moscow(WEDNESDAY, '09:11'))).toEqual({ reason: 'ended' });
  });

  it('one that it wanted before now is late, and due at the next moment at which it can be made', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    expect(suggested(handoff, moscow(MONDAY, '13:00'))).toMatchObject({ at: moscow(MONDAY, '13:00'), late: true });
    expect(suggested(handoff, moscow(MONDAY, '18:30'))).toMatchObject({ at: moscow(TUESDAY, '09:00'), late: true });
    expect(suggested(handoff, moscow(MONDAY, '11:00'))).toMatchObject({ at: moscow(MONDAY, '12:00'), late: false });
  });

  it('begins with the working day after a transfer in the evening', () => {
    expect(suggested(transferred(moscow(FRIDAY, '19:00')), moscow(FRIDAY, '19:05'))).toMatchObject({
      at: moscow(MONDAY, '09:15'),
      number: 1,
    });
  });

  it('never suggests one that would count as one with the last', () => {
    const handoff = accepted();
    for (const time of ['10:05', '11:00', '11:30', '11:55']) handoff.execute(anna, touch(), moscow(MONDAY, time));
    expect(suggested(handoff, moscow(TUESDAY, '14:00'))).toMatchObject({ number: 5, at: moscow(TUESDAY, '14:00') });
    handoff.execute(anna, touch(), moscow(WEDNESDAY, '08:55'));
    expect(suggested(handoff, moscow(WEDNESDAY, '08:56'))).toMatchObject({ number: 6, at: moscow(WEDNESDAY, '09:05') });
  });

  it('a lead that comes again is tried as soon as its new first contact is due', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, moscow(MONDAY, '10:30'));
    expect(suggested(handoff, moscow(MONDAY, '10:31'))).toMatchObject({ number: 2, at: moscow(MONDAY, '10:45') });
  });

  it('a touch taken back is to be made again', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:05'));
    const { version } = handoff.state.touches[0]!;
    handoff.execute(anna, { type: 'void-touch', touchVersion: version }, moscow(MONDAY, '10:06'));
    expect(suggested(handoff, moscow(MONDAY, '10:07'))).toMatchObject({ number: 1, at: moscow(MONDAY, '10:15') });
  });

  it('goes on with the lead to a new owner, in whose hours it is made', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, moscow(MONDAY, '11:00'));
    const late = { ...defaultAgreement.calendar, hours: { monday: [{ from: '13:00', to: '19:00' }] } };
    expect(suggested(handoff, moscow(MONDAY, '11:01'), { own: late })).toMatchObject({
      number: 2,
      at: moscow(MONDAY, '13:00'),
    });
  });

  it.each([
    ['with enough attempts made', ['PT15M', 'PT1H', 'PT2H', 'PT3H', 'PT4H'], 'enough-touches'],
    ['with fewer than the agreement demands', ['PT15M', 'PT1H'], 'cadence-exhausted'],
  ])('that is over suggests nothing: %s', (_, cadence, reason) => {
    const touches = { ...defaultAgreement.touches, cadence };
    const handoff = accepted(moscow(MONDAY, '10:00'), { ...defaultAgreement, touches });
    cadence.forEach((_, index) => handoff.execute(anna, touch(), moscow(MONDAY, `${10 + index}:10`)));
    expect(suggested(handoff, moscow(MONDAY, '15:00'))).toEqual({ reason });
  });
});

describe('The channel', () => {
  it('is a call; then the second one, so that there are two; then a call again', () => {
    const handoff = accepted();
    expect(suggested(handoff, moscow(MONDAY, '10:01'))).toMatchObject({ channel: 'call' });
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    expect(suggested(handoff, moscow(MONDAY, '10:11'))).toMatchObject({ channel: 'email' });
    handoff.execute(anna, touch('email', 'sent'), moscow(MONDAY, '12:00'));
    expect(suggested(handoff, moscow(MONDAY, '12:01'))).toMatchObject({ channel: 'call' });
  });

  it('two by phone are two as well', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(anna, touch('messenger', 'sent'), moscow(MONDAY, '11:00'));
    expect(suggested(handoff, moscow(MONDAY, '11:01'))).toMatchObject({ channel: 'call' });
  });

  it.each(['phone', 'email'] as const)('is the only one where the lead has but a %s', (way) => {
    const handoff = new SimulatedHandoff().start(moscow(MONDAY, '10:00'), {
      lead: { ...judgedLead().lead, reachableBy: [way] },
    });
    handoff.execute(anna, touch(way === 'phone' ? 'call' : 'email'), moscow(MONDAY, '10:05'));
    expect(suggested(handoff, moscow(MONDAY, '10:06'))).toMatchObject({ channel: way === 'phone' ? 'call' : 'email' });
  });

  it('is never a wrong number, until it is corrected', () => {
    const handoff = accepted();
    handoff.execute(anna, touch('call', 'wrong-number'), moscow(MONDAY, '10:05'));
    expect(suggested(handoff, moscow(MONDAY, '10:06'))).toMatchObject({ channel: 'email', number: 2 });
    handoff.execute(anna, touch('email', 'wrong-number'), moscow(MONDAY, '10:30'));
    expect(suggested(handoff, moscow(MONDAY, '10:31'))).toEqual({ reason: 'no-contact-method' });
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, moscow(MONDAY, '10:40'));
    expect(suggested(handoff, moscow(MONDAY, '10:41'))).toMatchObject({ channel: 'call', number: 2 });
  });
});

describe('Hours for calls', () => {
  const early = { ...defaultAgreement.calendar, hours: { monday: [{ from: '06:00', to: '23:00' }] } };

  it("are the agreement's, by its own clock where nobody knows the lead's", () => {
    const handoff = transferred(moscow(MONDAY, '06:00'));
    expect(suggested(handoff, moscow(MONDAY, '06:00'), { own: early })).toMatchObject({ at: moscow(MONDAY, '09:00') });
  });

  it("are counted by the lead's clock where its country has one", () => {
    const handoff = transferred(moscow(MONDAY, '10:00'));
    const inParis = { lead: { country: 'FR' } };
    expect(suggested(handoff, moscow(MONDAY, '10:01'), inParis)).toMatchObject({ at: moscow(MONDAY, '11:00') });
    const inVladivostok = { lead: { country: 'RU', region: 'Primorye' } };
    expect(suggested(handoff, moscow(MONDAY, '10:01'), inVladivostok)).toMatchObject({ at: moscow(MONDAY, '10:15') });
  });

  it('hold for calls alone: an e-mail is written in the hours of the owner', () => {
    const handoff = accepted(moscow(MONDAY, '10:00'));
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    const inNewYork = { ...defaultAgreement.touches, callingHours: { from: '19:00', to: '20:00' } };
    const { state } = handoff;
    const strict = Object.assign(transferred(), { state, agreement: { ...defaultAgreement, touches: inNewYork } });
    expect(suggested(strict, moscow(MONDAY, '11:00'))).toMatchObject({ channel: 'email', at: moscow(MONDAY, '12:00') });
  });

  it('go before those of an owner who never works in them', () => {
    const night = { ...defaultAgreement.calendar, hours: { monday: [{ from: '21:00', to: '24:00' }] } };
    expect(suggested(transferred(), moscow(MONDAY, '21:00'), { own: night })).toMatchObject({
      at: moscow(TUESDAY, '09:00'),
    });
  });

  it('refuse no call that was made outside of them: it happened, and counts', () => {
    const handoff = transferred(moscow(MONDAY, '08:00'));
    expect(handoff.execute(anna, touch(), moscow(MONDAY, '08:10'))).toBeUndefined();
    expect(handoff.steps('touched')).toMatchObject([{ countedTouchNumber: 1 }]);
  });
});

describe('No attempt is suggested', () => {
  const next = (moment: string): HandoffCommand => ({
    type: 'agree-next-step',
    nextStepAt: moment,
    evidence: { kind: 'recording', reference: 'r-1' },
  });

  it('to a lead that askedCriteria for a moment; then what was still to be tried has moved with the pause', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(anna, next(moscow(WEDNESDAY, '10:30')), moscow(MONDAY, '10:30'));
    expect(suggested(handoff, moscow(MONDAY, '12:00'))).toEqual({
      reason: 'next-step',
      nextStepAt: moscow(WEDNESDAY, '10:30'),
    });
    handoff.execute(anna, touch(), moscow(WEDNESDAY, '10:35'));
    expect(suggested(handoff, moscow(WEDNESDAY, '10:40'))).toMatchObject({
      number: 3,
      at: moscow(WEDNESDAY, '17:00'),
    });
  });

  it('where it goes on from a conversation', () => {
    const handoff = accepted();
    handoff.execute(anna, touch('call', 'reached'), moscow(MONDAY, '10:10'));
    expect(suggested(handoff, moscow(MONDAY, '12:00'))).toEqual({ reason: 'reached' });
  });

  it('while marketing looks at a return', () => {
    const handoff = accepted();
    handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, moscow(MONDAY, '10:05'));
    expect(suggested(handoff, moscow(MONDAY, '10:06'))).toEqual({ reason: 'returned' });
  });

  it('while nobody has it', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'), []);
    expect(suggested(handoff, moscow(MONDAY, '10:01'))).toEqual({ reason: 'no-owner' });
  });

  it('to a lead that wants no more contact', () => {
    const handoff = accepted();
    handoff.execute(
      marketer,
      { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } },
      moscow(MONDAY, '10:05'),
    );
    expect(suggested(handoff, moscow(MONDAY, '10:06'))).toEqual({ reason: 'ended' });
  });
});
