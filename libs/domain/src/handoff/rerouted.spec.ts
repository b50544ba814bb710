import { call, qualify } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { aMember } from '../spec/team-fixtures.ts';
import type { HandoffCommand } from './commands.ts';

/** A handoff of the sales team; the team north has one rep, nora. */
function withTwoTeams(): SimulatedHandoff {
  const handoff = SimulatedHandoff.transferred();
  handoff.pool.push(aMember('nora', { teamId: 'north' }));
  return handoff;
}

const decline = (reason: 'routing' | 'capacity', toTeamId: string): HandoffCommand => ({
  type: 'decline',
  reason,
  toTeamId,
});

describe('a misrouted lead', () => {
  it.each<[string, (handoff: SimulatedHandoff) => void, string]>([
    ['a decline', (handoff) => handoff.execute(rep('anna'), decline('routing', 'north'), at('10:05')), 'declined'],
    [
      'the team lead',
      (handoff) => handoff.execute(teamLead, { type: 'reassign', toTeamId: 'north' }, at('10:05')),
      'team-lead',
    ],
    [
      'the review of a return',
      (handoff) => {
        const proof = { kind: 'note' };
        handoff.execute(rep('anna'), { type: 'return', reason: 'misrouted', proof }, at('10:03'));
        const accept: HandoffCommand = { type: 'accept-return', disposition: 'rerouted', toTeamId: 'north' };
        expect(handoff.execute(marketer, accept, at('10:05'))).toBeUndefined();
      },
      'returned',
    ],
  ])('%s passes the lead to the team that it belongs to', (_, pass, reason) => {
    const handoff = withTwoTeams();
    pass(handoff);
    expect(handoff.state).toMatchObject({ ownerId: 'nora', teamId: 'north', stage: 'awaiting-acceptance' });
    expect(handoff.steps('rerouted')).toMatchObject([{ teamId: 'north', previousTeamId: 'sales', reason }]);
  });

  it('the right team has its own touches and return window, while the lead’s clock continues', () => {
    const handoff = withTwoTeams();
    handoff.execute(rep('anna'), decline('routing', 'north'), at('10:05'));
    expect(handoff.state.returnWindows).toMatchObject([{ endsAt: at('10:05', 1) }]);
    expect(handoff.dueAt('touches')).toBe(at('10:05', 2));
    expect(
      handoff.state.promises.find(({ clock, promise }) => clock === 'lead' && promise === 'first-contact'),
    ).toMatchObject({
      from: at('10:00'),
    });
  });

  it('the lead stays with its new team when it is routed again', () => {
    const handoff = withTwoTeams();
    handoff.execute(rep('anna'), decline('routing', 'north'), at('10:05'));
    handoff.execute(rep('nora'), { type: 'decline', reason: 'capacity' }, at('10:06'));
    expect(handoff.state).toMatchObject({ stage: 'queued', teamId: 'north' });
  });

  it.each<[string, HandoffCommand]>([
    ['a decline for another reason than routing', decline('capacity', 'north')],
    ['its own team', decline('routing', 'sales')],
  ])('a command that names %s is refused', (_, command) => {
    const handoff = withTwoTeams();
    expect(handoff.execute(rep('anna'), command, at('10:05'))?.code).toBe('not-another-team');
  });

  it('an SQL stays in its team', () => {
    const handoff = withTwoTeams();
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    handoff.execute(rep('anna'), qualify('kirill'), at('10:10'));
    const passOn: HandoffCommand = { type: 'reassign', toTeamId: 'north' };
    expect(handoff.execute(teamLead, passOn, at('10:20'))?.code).toBe('not-another-team');
  });

  it('a rerouted return needs the team, and another disposition must not name one', () => {
    const handoff = withTwoTeams();
    handoff.execute(rep('anna'), { type: 'return', reason: 'misrouted', proof: { kind: 'note' } }, at('10:03'));
    for (const command of [
      { type: 'accept-return', disposition: 'rerouted' },
      { type: 'accept-return', disposition: 'nurtured', toTeamId: 'north' },
    ] as const)
      expect(handoff.execute(marketer, command, at('10:05'))?.code).toBe('not-another-team');
  });
});
