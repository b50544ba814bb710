import type { HandoffCommand } from './commands.ts';
import type { Evidence } from './evidence.ts';
import { wasReached } from './state.ts';
import type { TouchOutcome } from './touches.ts';
import { at, call, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';

const anna = rep('anna');
const boris = rep('boris');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const calls = (outcome: TouchOutcome, changes: object = {}): HandoffCommand =>
  ({ ...call(), outcome, ...changes }) as HandoffCommand;

const running = ({ state }: SimulatedHandoff): string[] =>
  state.promises.map(({ promise, clock }) => `${promise} ${clock}`);

describe('A call that a machine shows only after the lead went to somebody else', () => {
  /** Transferred 10:00 to Anna, who accepts nothing; Boris has it from 10:15. */
  const passedOn = (): SimulatedHandoff => SimulatedHandoff.transferred().advanceTo(at('10:15'));
  const shown = (madeAt: string, outcome: TouchOutcome = 'no-answer'): HandoffCommand => calls(outcome, { madeAt });
  const corrected = (handoff: SimulatedHandoff) =>
    handoff.steps('breach-corrected').map(({ promise, clock, ownerId }) => [promise, clock, ownerId]);

  it.each([
    ['whose call it was', anna],
    ['the team lead', teamLead],
  ])('is recorded by %s, and corrects all that it would have kept', (_, by) => {
    const handoff = passedOn();
    expect(handoff.execute(by, shown(at('10:12')), at('10:20'))).toBeUndefined();
    expect(corrected(handoff)).toEqual([
      ['acceptance', 'owner', 'anna'],
      ['first-contact', 'owner', 'anna'],
      ['first-contact', 'lead', 'anna'],
    ]);
    expect(handoff.steps('promise-broken')).toHaveLength(3);
  });

  it('counts for the lead, and leaves the new owner what is theirs', () => {
    const handoff = passedOn();
    handoff.execute(anna, shown(at('10:12'), 'reached'), at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'awaiting-acceptance', accepted: false });
    expect(wasReached(handoff.state)).toBe(true);
    expect(running(handoff)).toEqual(['acceptance owner', 'first-contact owner']);
    expect(handoff.state.tickets).toEqual(['not-opened']);
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')).toMatchObject({
      clock: 'lead',
      late: true,
      at: at('10:20'),
    });
    handoff.execute(boris, { type: 'accept' }, at('10:21'));
    handoff.execute(boris, calls('reached'), at('10:25'));
    expect(corrected(handoff)).toHaveLength(3);
    expect(running(handoff)).toEqual(['activity owner']);
  });

  it('is no correction of what somebody else owed', () => {
    const handoff = passedOn().advanceTo(at('10:30'));
    // Clara owns it now, and called while it was not hers.
    expect(handoff.execute(rep('clara'), shown(at('10:20')), at('10:40'))).toBeUndefined();
    expect(corrected(handoff)).toEqual([]);
    handoff.execute(boris, shown(at('10:30')), at('10:50'));
    expect(corrected(handoff)).toEqual([
      ['acceptance', 'owner', 'boris'],
      ['first-contact', 'owner', 'boris'],
    ]);
  });

  it.each([
    ['a note shows nothing', calls('no-answer', { madeAt: at('10:12'), evidence: { kind: 'note' } })],
    ['the lead was not theirs then', calls('no-answer', { madeAt: at('10:17') })],
    ['it says no other moment', calls('no-answer')],
  ])('is refused to an earlier owner where %s', (_, command) => {
    expect(passedOn().execute(anna, command, at('10:20'))).toMatchObject({
      code: 'not-permitted',
      detail: expect.stringContaining('who owned it when the touch was made') as string,
    });
  });

  it('is taken also while nobody owns the lead', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'decline', reason: 'conflict' }, at('10:05'));
    expect(handoff.execute(anna, shown(at('10:03')), at('10:20'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null });
  });

  it.each<[string, TouchOutcome, number]>([
    ['a conversation', 'reached', 1],
    ['one attempt of many that are owed', 'no-answer', 0],
  ])('%s corrects the promise of touches %#', (_, outcome, corrections) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.advanceTo(at('11:00', 2));
    handoff.execute(anna, shown(at('10:30', 1), outcome), at('12:00', 2));
    expect(corrected(handoff).filter(([promise]) => promise === 'touches')).toHaveLength(corrections);
  });

  it("the closer's contact and what was to happen with the lead are corrected as well", () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.advanceTo(at('11:00', 1));
    handoff.execute(anna, shown(at('10:00', 1)), at('11:10', 1));
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({
      question,
      answer: 'yes' as const,
      evidence: recording,
    }));
    handoff.execute(anna, { type: 'qualify', closerId: 'kirill', answers }, at('12:00', 1));
    handoff.advanceTo(at('13:00', 2));
    handoff.execute(rep('kirill'), shown(at('11:00', 2)), at('13:10', 2));
    expect(corrected(handoff)).toEqual([
      ['activity', 'owner', 'anna'],
      ['sql-contact', 'owner', 'kirill'],
    ]);
  });
});
