import { call, qualify } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
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

  describe('an SQL whose closer returned it as misrouted', () => {
    const kirill = { ...rep('kirill'), roles: ['closer' as const] };
    const toNorth = { disposition: 'rerouted', toTeamId: 'north' } as const;

    function returnedSql(): SimulatedHandoff {
      const handoff = withTwoTeams();
      handoff.execute(rep('anna'), call('reached'), at('10:05'));
      handoff.execute(rep('anna'), qualify('kirill'), at('10:10'));
      handoff.execute(kirill, { type: 'return', reason: 'misrouted', proof: { kind: 'note' } }, at('10:20'));
      return handoff;
    }
    function upheld(): SimulatedHandoff {
      const handoff = returnedSql();
      handoff.execute(marketer, { type: 'contest-return' }, at('10:25'));
      handoff.execute(
        arbiter,
        { type: 'decide-dispute', verdict: 'upheld', fault: 'routing', ...toNorth },
        at('10:30'),
      );
      return handoff;
    }
    function accepted(): SimulatedHandoff {
      const handoff = returnedSql();
      handoff.execute(marketer, { type: 'accept-return', ...toNorth }, at('10:30'));
      return handoff;
    }

    it.each<[string, () => SimulatedHandoff]>([
      ['accepted', accepted],
      ['upheld by the arbiter', upheld],
    ])('the lead is a lead again for the right team when the return is %s', (_, rerouted) => {
      const handoff = rerouted();
      expect(handoff.steps('sql-withdrawn')).toHaveLength(1);
      expect(handoff.state).toMatchObject({ ownerId: 'nora', teamId: 'north', stage: 'awaiting-acceptance' });
      expect(handoff.state.sqlAt).toBeUndefined();
      expect(handoff.runningPromises()).toEqual(expect.arrayContaining(['acceptance owner', 'first-contact owner']));
      expect(handoff.runningPromises()).not.toContain('sql-contact owner');
    });

    it('the lead waits for a rep of the right team, not for a closer', () => {
      const handoff = returnedSql();
      handoff.pool.splice(
        handoff.pool.findIndex(({ personId }) => personId === 'nora'),
        1,
      );
      handoff.execute(marketer, { type: 'accept-return', ...toNorth }, at('10:30'));
      expect(handoff.state).toMatchObject({ stage: 'queued', teamId: 'north' });
      handoff.pool.push(aMember('nora', { teamId: 'north' }));
      handoff.execute({ ...teamLead, teamId: 'north' }, { type: 'retry-routing' }, at('10:40'));
      expect(handoff.state).toMatchObject({ ownerId: 'nora', stage: 'awaiting-acceptance' });
    });

    it('the rep of the right team can make it an SQL again', () => {
      const handoff = accepted();
      const nora = { ...rep('nora'), teamId: 'north' };
      handoff.execute(nora, call('reached'), at('10:35'));
      expect(handoff.execute(nora, qualify('nora'), at('10:40'))).toBeUndefined();
      expect(handoff.state).toMatchObject({ ending: 'sql', sqlAt: at('10:40') });
    });
  });

  describe('late in the queue', () => {
    /** A lead that waits for the sales team after its first contact was due. */
    function lateInQueue(): SimulatedHandoff {
      const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
      handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
      return handoff.advanceTo(at('10:20'));
    }
    const passOn: HandoffCommand = { type: 'reassign', toTeamId: 'north' };

    it('the lead moves from the ticket of its old queue to that of the new one', () => {
      const handoff = lateInQueue();
      expect(handoff.state.tickets).toContain('late-in-queue');
      const { version } = handoff.state;
      handoff.execute(teamLead, passOn, at('10:30'));
      expect(handoff.state).toMatchObject({ stage: 'queued', teamId: 'north' });
      const types = handoff.typesAfter(version);
      expect(types.indexOf('ticket-closed')).toBeGreaterThan(types.indexOf('rerouted'));
      expect(types.lastIndexOf('ticket-opened')).toBeGreaterThan(types.indexOf('queued'));
      expect(handoff.state.tickets).toContain('late-in-queue');
    });

    it('the lead has no ticket of a queue when the new team has a rep for it', () => {
      const handoff = lateInQueue();
      handoff.pool.push(aMember('nora', { teamId: 'north' }));
      handoff.execute(teamLead, passOn, at('10:30'));
      expect(handoff.state).toMatchObject({ ownerId: 'nora', tickets: [] });
    });
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
