import { problems } from '@baton/service';
import { AgreementStore } from '../agreements/agreement-store.ts';
import type { CommandGateway, IncomingCommand } from '../command-gateway/command-gateway.ts';
import { SenderFixture, silentLogger } from '../spec/sender-fixture.ts';
import { AbsenceHandover } from './absence-handover.ts';

/** In the default agreement's calendar: Moscow, Monday to Friday, 09:00 to 18:00. */
const monday = (time: string): Date => new Date(`2026-11-23T${time}+03:00`);
const tuesday = (time: string): Date => new Date(`2026-11-24T${time}+03:00`);

describe('AbsenceHandover', () => {
  let fixture: SenderFixture;
  let handover: AbsenceHandover;
  let sent: IncomingCommand[];
  let refusedId: string | undefined;

  beforeAll(async () => {
    fixture = await SenderFixture.start({}, 0);
    await fixture.pool.query(`UPDATE handoff.person SET deputy_id = 'ben' WHERE person_id = 'anna'`);
    await fixture.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, stage, owner_id, team_id)
       VALUES ('handoff-1', gen_random_uuid(), 1, 1, 'working', 'anna', 'sales')`,
    );
  });
  beforeEach(async () => {
    sent = [];
    refusedId = undefined;
    const gateway = {
      send: (incoming: IncomingCommand) => {
        sent.push(incoming);
        const { command } = incoming;
        return 'toPersonId' in command && command.toPersonId !== undefined && command.toPersonId === refusedId
          ? Promise.reject(problems.unprocessable('not an active rep of the team'))
          : Promise.resolve({ handoffId: incoming.handoffId, steps: [] });
      },
    } as unknown as CommandGateway;
    const agreements = new AgreementStore(fixture.pool);
    handover = new AbsenceHandover(fixture.pool, agreements, gateway, fixture.signal, silentLogger);
    await fixture.pool.query('DELETE FROM handoff.absence');
    await fixture.pool.query(`UPDATE handoff.person SET left_at = NULL, team_id = 'sales' WHERE person_id = 'anna'`);
  });
  afterAll(() => fixture?.stop());

  const commands = (): object[] => sent.map(({ command }) => command);
  const away = (from: Date, to: Date): Promise<unknown> =>
    fixture.pool.query(
      `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by) VALUES ('anna', $1, $2, 'tatiana')`,
      [from, to],
    );
  const leave = (): Promise<unknown> =>
    fixture.pool.query(`UPDATE handoff.person SET left_at = now() WHERE person_id = 'anna'`);

  it('the length of an absence counts from its start, even if it is handled a moment later', async () => {
    await away(monday('09:00'), tuesday('09:00'));
    await handover.handOverAll(monday('09:00:00.400'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }]);
  });

  it('the length of an absence counts from its start, even if it is entered after that', async () => {
    await away(monday('00:00'), tuesday('00:00'));
    await handover.handOverAll(monday('09:40'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }]);
  });

  it('nothing is handed over for an absence of an hour, nor for one that has ended', async () => {
    await away(monday('11:00'), monday('12:00'));
    await handover.handOverAll(monday('11:00'));
    await away(monday('00:00'), tuesday('00:00'));
    await handover.handOverAll(tuesday('09:00'));
    expect(commands()).toEqual([]);
    expect((await fixture.pool.query('SELECT FROM handoff.absence WHERE handed_over_at IS NULL')).rowCount).toBe(0);
  });

  it('an untouched lead is routed again, also for an absence of an hour, and does not go to the deputy', async () => {
    await fixture.pool.query(`UPDATE handoff.handoff SET slot_of = 'anna'`);
    await away(monday('11:00'), monday('12:00'));
    await handover.handOverAll(monday('11:00'));
    await away(monday('12:00'), tuesday('18:00'));
    await handover.handOverAll(monday('12:00'));
    await fixture.pool.query('UPDATE handoff.handoff SET slot_of = NULL');
    expect(commands()).toEqual([{ type: 'reassign' }, { type: 'reassign' }]);
  });

  it.each([
    [
      'waits for another lead’s first touch',
      `UPDATE handoff.handoff SET slot_of = 'ben' WHERE handoff_id = 'handoff-2'`,
    ],
    ['is at the cap', `UPDATE handoff.person SET cap = 1 WHERE person_id = 'ben'`],
  ])('a touched lead is routed like any other when the deputy %s', async (_, fill) => {
    await fixture.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, stage, owner_id, team_id)
       VALUES ('handoff-2', gen_random_uuid(), 1, 1, 'working', 'ben', 'sales')`,
    );
    await fixture.pool.query(fill);
    await away(monday('09:00'), tuesday('09:00'));
    await handover.handOverAll(monday('09:00'));
    await fixture.pool.query(`DELETE FROM handoff.handoff WHERE handoff_id = 'handoff-2'`);
    await fixture.pool.query(`UPDATE handoff.person SET cap = NULL WHERE person_id = 'ben'`);
    expect(commands()).toEqual([{ type: 'reassign' }]);
  });

  it('a handoff does not go to a deputy who is absent now', async () => {
    await away(monday('09:00'), tuesday('09:00'));
    await fixture.pool.query(
      `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by, handed_over_at) VALUES ('ben', $1, $2, 'tatiana', $1)`,
      [monday('12:00'), new Date('2026-11-27T18:00+03:00')],
    );
    await handover.handOverAll(monday('13:00'));
    expect(commands()).toEqual([{ type: 'reassign' }]);
  });

  it('routing chooses in the team of the lead if its owner has changed teams', async () => {
    await fixture.pool.query(`UPDATE handoff.person SET team_id = 'other' WHERE person_id = 'anna'`);
    await fixture.pool.query(`UPDATE handoff.person SET team_id = 'other' WHERE person_id = 'ben'`);
    await leave();
    await handover.handOverAll(monday('10:00'));
    await fixture.pool.query(`UPDATE handoff.person SET team_id = 'sales' WHERE person_id = 'ben'`);
    expect(commands()).toEqual([{ type: 'reassign' }]);
  });

  it('routing chooses if the deputy is refused', async () => {
    refusedId = 'ben';
    await leave();
    await handover.handOverAll(monday('10:00'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }, { type: 'reassign' }]);
  });
});
