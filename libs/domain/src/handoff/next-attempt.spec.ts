import type { Agreement } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { agreeNextStep } from '../spec/sample-commands.ts';
import { judgedLead, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { WorkingTime } from '../time/working-time.ts';
import { callingCalendars } from './calling-hours.ts';
import type { HandoffCommand } from './commands.ts';
import { nextAttempt } from './next-attempt.ts';
import type { NoAttempt, SuggestedAttempt } from './next-attempt.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';

/** The default agreement counts in Moscow time, Monday to Friday, 09:00 to 18:00. */
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

function suggestion(
  { state, agreement }: SimulatedHandoff,
  now: string,
  { lead = {}, owner = agreement.calendar }: { lead?: Partial<LeadSnapshot>; owner?: Agreement['calendar'] } = {},
): SuggestedAttempt | NoAttempt {
  const callingTimes = callingCalendars(agreement, { ...judgedLead().lead, ...lead }, now).map(
    (calendar) => new WorkingTime(calendar),
  );
  const ownerTime = new WorkingTime({ ...owner, absences: [] });
  const agreementTime = new WorkingTime({ ...agreement.calendar, absences: [] });
  const time = (personId?: string): WorkingTime => (personId === state.ownerId ? ownerTime : agreementTime);
  return nextAttempt(state, { agreement, now, callingTimes, time });
}
const transferred = (moment = moscow(MONDAY, '10:00'), agreement?: Agreement): SimulatedHandoff =>
  SimulatedHandoff.transferred(moment, undefined, agreement);

/** Accepted, so that it is not rerouted. */
const accepted = (moment?: string, agreement?: Agreement): SimulatedHandoff => {
  const handoff = transferred(moment, agreement);
  handoff.execute(anna, { type: 'accept' }, moment ?? moscow(MONDAY, '10:00'));
  return handoff;
};

describe('nextAttempt: cadence', () => {
  it('the first attempt is suggested immediately, and the others after 2, 7, 24, 28, 33 and 47 h', () => {
    const handoff = accepted();
    const cadence = [
      moscow(MONDAY, '10:00'),
      moscow(MONDAY, '12:00'),
      moscow(MONDAY, '17:00'),
      moscow(TUESDAY, '10:00'),
      moscow(TUESDAY, '14:00'),
      moscow(WEDNESDAY, '09:00'),
      moscow(WEDNESDAY, '09:10'),
    ];
    for (const [index, at] of cadence.entries()) {
      const before = index === 0 ? at : new Date(Date.parse(at) - 1).toISOString();
      const attempt = suggestion(handoff, before);
      expect(attempt).toMatchObject({ at, number: index + 1, minimum: 5, maximum: 7 });
      handoff.execute(anna, touch(index === 1 ? 'email' : 'call'), at);
    }
    expect(handoff.state.ending).toBe('unreachable');
    expect(suggestion(handoff, moscow(WEDNESDAY, '09:11'))).toEqual({ reason: 'ended' });
  });

  it('an overdue attempt is late and suggested for the next possible time', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    expect(suggestion(handoff, moscow(MONDAY, '13:00'))).toMatchObject({ at: moscow(MONDAY, '13:00'), late: true });
    expect(suggestion(handoff, moscow(MONDAY, '18:30'))).toMatchObject({ at: moscow(TUESDAY, '09:00'), late: true });
    expect(suggestion(handoff, moscow(MONDAY, '11:00'))).toMatchObject({ at: moscow(MONDAY, '12:00'), late: false });
  });

  it('the cadence starts with the next working day after a transfer in the evening', () => {
    expect(suggestion(transferred(moscow(FRIDAY, '19:00')), moscow(FRIDAY, '19:05'))).toMatchObject({
      at: moscow(MONDAY, '09:00'),
      number: 1,
    });
  });

  it('the first attempt is late when the first contact is, and not before', () => {
    const handoff = accepted();
    expect(suggestion(handoff, moscow(MONDAY, '10:15'))).toMatchObject({ at: moscow(MONDAY, '10:15'), late: false });
    expect(suggestion(handoff, moscow(MONDAY, '10:16'))).toMatchObject({ at: moscow(MONDAY, '10:16'), late: true });
  });

  it('no attempt is suggested so soon that it would not count', () => {
    const handoff = accepted();
    for (const time of ['10:05', '11:00', '11:30', '11:55']) handoff.execute(anna, touch(), moscow(MONDAY, time));
    expect(suggestion(handoff, moscow(TUESDAY, '14:00'))).toMatchObject({ number: 5, at: moscow(TUESDAY, '14:00') });
    handoff.execute(anna, touch(), moscow(WEDNESDAY, '08:55'));
    expect(suggestion(handoff, moscow(WEDNESDAY, '08:56'))).toMatchObject({
      number: 6,
      at: moscow(WEDNESDAY, '09:05'),
    });
  });

  it('an attempt after a new signal is suggested by the time the new first contact is due', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, moscow(MONDAY, '10:30'));
    expect(suggestion(handoff, moscow(MONDAY, '10:31'))).toMatchObject({ number: 2, at: moscow(MONDAY, '10:45') });
  });

  it('the attempt of a voided touch is suggested again', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:05'));
    const { version } = handoff.state.touches[0]!;
    handoff.execute(anna, { type: 'void-touch', touchVersion: version }, moscow(MONDAY, '10:06'));
    expect(suggestion(handoff, moscow(MONDAY, '10:07'))).toMatchObject({ number: 1, at: moscow(MONDAY, '10:07') });
  });

  it('the cadence continues with a new owner, in their hours', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, moscow(MONDAY, '11:00'));
    const late = { ...defaultAgreement.calendar, hours: { monday: [{ from: '13:00', to: '19:00' }] } };
    expect(suggestion(handoff, moscow(MONDAY, '11:01'), { owner: late })).toMatchObject({
      number: 2,
      at: moscow(MONDAY, '13:00'),
    });
  });

  it.each([
    ['with enough touches', ['PT15M', 'PT1H', 'PT2H', 'PT3H', 'PT4H'], 'enough-touches'],
    ['with fewer touches than the agreement demands', ['PT15M', 'PT1H'], 'cadence-exhausted'],
  ])('an exhausted cadence suggests nothing: %s', (_, cadence, reason) => {
    const touches = { ...defaultAgreement.touches, cadence };
    const handoff = accepted(moscow(MONDAY, '10:00'), { ...defaultAgreement, touches });
    cadence.forEach((_, index) => handoff.execute(anna, touch(), moscow(MONDAY, `${10 + index}:10`)));
    expect(suggestion(handoff, moscow(MONDAY, '15:00'))).toEqual({ reason });
  });
});

describe('nextAttempt: channel', () => {
  it('the channel is a call first, then an e-mail as the second channel, then a call again', () => {
    const handoff = accepted();
    expect(suggestion(handoff, moscow(MONDAY, '10:01'))).toMatchObject({ channel: 'call' });
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    expect(suggestion(handoff, moscow(MONDAY, '10:11'))).toMatchObject({ channel: 'email' });
    handoff.execute(anna, touch('email', 'sent'), moscow(MONDAY, '12:00'));
    expect(suggestion(handoff, moscow(MONDAY, '12:01'))).toMatchObject({ channel: 'call' });
  });

  it('two channels by phone are enough', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(anna, touch('messenger', 'sent'), moscow(MONDAY, '11:00'));
    expect(suggestion(handoff, moscow(MONDAY, '11:01'))).toMatchObject({ channel: 'call' });
  });

  it.each(['phone', 'email'] as const)('the channel fits a lead with only a %s', (method) => {
    const handoff = new SimulatedHandoff().start(moscow(MONDAY, '10:00'), {
      lead: { ...judgedLead().lead, reachableBy: [method] },
    });
    handoff.execute(anna, touch(method === 'phone' ? 'call' : 'email'), moscow(MONDAY, '10:05'));
    expect(suggestion(handoff, moscow(MONDAY, '10:06'))).toMatchObject({
      channel: method === 'phone' ? 'call' : 'email',
    });
  });

  it('a wrong number is not suggested until it is corrected', () => {
    const handoff = accepted();
    handoff.execute(anna, touch('call', 'wrong-number'), moscow(MONDAY, '10:05'));
    expect(suggestion(handoff, moscow(MONDAY, '10:06'))).toMatchObject({ channel: 'email', number: 2 });
    handoff.execute(anna, touch('email', 'wrong-number'), moscow(MONDAY, '10:30'));
    expect(suggestion(handoff, moscow(MONDAY, '10:31'))).toEqual({ reason: 'no-contact-method' });
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, moscow(MONDAY, '10:40'));
    expect(suggestion(handoff, moscow(MONDAY, '10:41'))).toMatchObject({ channel: 'call', number: 2 });
  });
});

describe('nextAttempt: calling hours', () => {
  const early = { ...defaultAgreement.calendar, hours: { monday: [{ from: '06:00', to: '23:00' }] } };

  it('calling hours are in the zone of the agreement if the zone of the lead is unknown', () => {
    const handoff = transferred(moscow(MONDAY, '06:00'));
    expect(suggestion(handoff, moscow(MONDAY, '06:00'), { owner: early })).toMatchObject({
      at: moscow(MONDAY, '09:00'),
    });
  });

  it.each<[string, Partial<LeadSnapshot>, string, string]>([
    ['of the country if it has one zone', { country: 'FR' }, moscow(MONDAY, '10:01'), moscow(MONDAY, '11:00')],
    // 16:45 in Moscow is 23:45 in Vladivostok.
    ['of Vladivostok', { zones: ['Asia/Vladivostok'] }, moscow(MONDAY, '16:45'), moscow(TUESDAY, '09:00')],
    ['of Kaliningrad', { zones: ['Europe/Kaliningrad'] }, moscow(TUESDAY, '09:30'), moscow(TUESDAY, '10:00')],
    [
      'of both zones of a lead in Vladivostok or Kaliningrad',
      { zones: ['Europe/Kaliningrad', 'Asia/Vladivostok'] },
      moscow(MONDAY, '15:00'),
      moscow(TUESDAY, '10:00'),
    ],
    [
      'of every zone of a country whose clocks differ',
      { country: 'RU' },
      moscow(MONDAY, '11:00'),
      moscow(TUESDAY, '10:00'),
    ],
    [
      'of the lead rather than of its country',
      { country: 'RU', zones: ['Europe/Moscow'] },
      moscow(MONDAY, '16:45'),
      moscow(MONDAY, '16:45'),
    ],
    ['of the agreement if the country is unknown', {}, moscow(MONDAY, '16:45'), moscow(MONDAY, '16:45')],
    [
      'of the agreement if no hour suits all zones',
      { zones: ['Pacific/Honolulu', 'Asia/Vladivostok'] },
      moscow(MONDAY, '16:45'),
      moscow(MONDAY, '16:45'),
    ],
  ])('calling hours are those %s', (_, { country, ...lead }, now, at) => {
    const { country: _known, ...anywhere } = judgedLead().lead;
    const place = { ...anywhere, ...lead, ...(country !== undefined && { country }) };
    expect(suggestion(accepted(), now, { lead: place })).toMatchObject({ at, channel: 'call' });
  });

  it('calling hours do not apply to e-mails', () => {
    const handoff = accepted(moscow(MONDAY, '10:00'));
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    const eveningCalls = { ...defaultAgreement.touches, callingHours: { from: '19:00', to: '20:00' } };
    const { state } = handoff;
    const restricted = Object.assign(transferred(), {
      state,
      agreement: { ...defaultAgreement, touches: eveningCalls },
    });
    expect(suggestion(restricted, moscow(MONDAY, '11:00'))).toMatchObject({
      channel: 'email',
      at: moscow(MONDAY, '12:00'),
    });
  });

  it('calling hours take precedence over an owner who never works in them', () => {
    const night = { ...defaultAgreement.calendar, hours: { monday: [{ from: '21:00', to: '24:00' }] } };
    expect(suggestion(transferred(), moscow(MONDAY, '21:00'), { owner: night })).toMatchObject({
      at: moscow(TUESDAY, '09:00'),
    });
  });

  it('a call outside calling hours is recorded and counts', () => {
    const handoff = transferred(moscow(MONDAY, '08:00'));
    expect(handoff.execute(anna, touch(), moscow(MONDAY, '08:10'))).toBeUndefined();
    expect(handoff.steps('touched')).toMatchObject([{ countedTouchNumber: 1 }]);
  });
});

describe('nextAttempt: no suggestion', () => {
  it('nothing is suggested before an agreed next step, and the cadence moves with the pause', () => {
    const handoff = accepted();
    handoff.execute(anna, touch(), moscow(MONDAY, '10:10'));
    handoff.execute(anna, agreeNextStep(moscow(WEDNESDAY, '10:30')), moscow(MONDAY, '10:30'));
    expect(suggestion(handoff, moscow(MONDAY, '12:00'))).toEqual({
      reason: 'next-step',
      nextStepAt: moscow(WEDNESDAY, '10:30'),
    });
    handoff.execute(anna, touch(), moscow(WEDNESDAY, '10:35'));
    expect(suggestion(handoff, moscow(WEDNESDAY, '10:40'))).toMatchObject({
      number: 3,
      at: moscow(WEDNESDAY, '17:00'),
    });
  });

  it('nothing is suggested after a conversation', () => {
    const handoff = accepted();
    handoff.execute(anna, touch('call', 'reached'), moscow(MONDAY, '10:10'));
    expect(suggestion(handoff, moscow(MONDAY, '12:00'))).toEqual({ reason: 'reached' });
  });

  it('nothing is suggested while marketing reviews a return', () => {
    const handoff = accepted();
    handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, moscow(MONDAY, '10:05'));
    expect(suggestion(handoff, moscow(MONDAY, '10:06'))).toEqual({ reason: 'returned' });
  });

  it('nothing is suggested for a lead without an owner', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'), []);
    expect(suggestion(handoff, moscow(MONDAY, '10:01'))).toEqual({ reason: 'no-owner' });
  });

  it('nothing is suggested for a lead that opted out', () => {
    const handoff = accepted();
    handoff.execute(
      marketer,
      { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } },
      moscow(MONDAY, '10:05'),
    );
    expect(suggestion(handoff, moscow(MONDAY, '10:06'))).toEqual({ reason: 'ended' });
  });
});
