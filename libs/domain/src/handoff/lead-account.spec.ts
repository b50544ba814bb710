import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { MINUTE } from '../time/units.ts';
import { leadAccount } from './lead-account.ts';

describe('leadAccount', () => {
  const handoff = new SimulatedHandoff(['anna']).start(at('10:00'), { signalReceivedAt: at('09:58') });
  handoff.execute(teamLead, { type: 'reassign' }, at('10:05'));
  handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:20'));
  handoff.execute(rep('boris'), call('reached'), at('10:25'));

  it('the account names marketing, the queue and each owner, and adds up to the time from the request to the first touch', () => {
    const [kept] = handoff
      .steps('promise-kept')
      .filter(({ promise, clock }) => promise === 'first-contact' && clock === 'lead');
    expect(kept?.account).toEqual([
      { holder: 'marketing', milliseconds: 2 * MINUTE },
      { holder: 'owner', ownerId: 'anna', milliseconds: 5 * MINUTE },
      { holder: 'queue', milliseconds: 15 * MINUTE },
      { holder: 'owner', ownerId: 'boris', milliseconds: 5 * MINUTE },
    ]);
  });

  it('the account of a lead that still waits ends at the given moment', () => {
    const waiting = SimulatedHandoff.transferred(at('10:00'), []);
    expect(leadAccount(waiting.state, at('10:15'))).toEqual([{ holder: 'queue', milliseconds: 15 * MINUTE }]);
  });

  it('a lead that sales does not have yet has no account', () => {
    expect(leadAccount(new SimulatedHandoff().state, at('10:15'))).toEqual([]);
  });
});
