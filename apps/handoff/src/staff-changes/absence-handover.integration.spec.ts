import { createLogger, problems } from '@baton/service';
import { AgreementStore } from '../agreements/agreement-store.ts';
import type { CommandGateway, IncomingCommand } from '../command-gateway/command-gateway.ts';
import { SenderFixture } from '../spec/sender-fixture.ts';
import { AbsenceHandover } from './absence-handover.ts';

/** By the default agreement's calendar: Moscow, Monday to Friday, 09:00 to 18:00. */
const monday = (time: string): Date => new Date(`2026-11-23T${time}+03:00`);
const tuesday = (time: string): Date => new Date(`2026-11-24T${time}+03:00`);

describe('handing on what people leave behind', () => {
  let running: SenderFixture;
  let handingOn: AbsenceHandover;
  let sent: IncomingCommand[];
  let refused: string | undefined;

  beforeAll(async () => {
    running = await SenderFixture.start({}, 0);
    await running.pool.query(`UPDATE handoff.person SET deputy_id = 'ben' WHERE person_id = 'anna'`);
    await running.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, stage, owner_id, team_id)
       VALUES ('handoff-1', gen_random_uuid(), 1, 1, 'working', 'anna', 'sales')`,
    );
  });
  beforeEach(async () => {
    sent = [];
    refused = undefined;
    const gateway = {
      send: (incoming: IncomingCommand) => {
        sent.push(incoming);
        const { command } = incoming;
        return 'toPersonId' in command && command.toPersonId !== undefined && command.toPersonId === refused
          ? Promise.reject(problems.unprocessable('no active rep of the team'))
          : Promise.resolve({ handoffId: incoming.handoffId, steps: [] });
      },
    } as unknown as CommandGateway;
    const agreements = new AgreementStore(running.pool);
    handingOn = new AbsenceHandover(running.pool, agreements, gateway, createLogger({ name: 'test', level: 'silent' }));
    await running.pool.query('DELETE FROM handoff.absence');
    await running.pool.query(`UPDATE handoff.person SET left_at = NULL, team_id = 'sales' WHERE person_id = 'anna'`);
  });
  afterAll(() => running?.stop());

  const commands = (): object[] => sent.map(({ command }) => command);
  const away = (from: Date, to: Date): Promise<unknown> =>
    running.pool.query(
      `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by) VALUES ('anna', $1, $2, 'tatiana')`,
      [from, to],
    );
  const leave = (): Promise<unknown> =>
    running.pool.query(`UPDATE handoff.person SET left_at = now() WHERE person_id = 'anna'`);

  it('measures an absence from its beginning, however late it is looked at', async () => {
    await away(monday('09:00'), tuesday('09:00'));
    await handingOn.handOverAll(monday('09:00:00.400'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }]);
  });

  it('and however late it is entered, as the morning’s call that somebody is ill', async () => {
    await away(monday('00:00'), tuesday('00:00'));
    await handingOn.handOverAll(monday('09:40'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }]);
  });

  it('hands on nothing for an hour at the dentist, nor for an absence that is over', async () => {
    await away(monday('11:00'), monday('12:00'));
    await handingOn.handOverAll(monday('11:00'));
    await away(monday('00:00'), tuesday('00:00'));
    await handingOn.handOverAll(tuesday('09:00'));
    expect(commands()).toEqual([]);
    expect((await running.pool.query('SELECT FROM handoff.absence WHERE handed_over_at IS NULL')).rowCount).toBe(0);
  });

  it('asks of a deputy whether they are there now', async () => {
    await away(monday('09:00'), tuesday('09:00'));
    await running.pool.query(
      `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by, handed_over_at) VALUES ('ben', $1, $2, 'tatiana', $1)`,
      [monday('12:00'), new Date('2026-11-27T18:00+03:00')],
    );
    await handingOn.handOverAll(monday('13:00'));
    expect(commands()).toEqual([{ type: 'reassign' }]);
  });

  it('leaves it to the rules of the lead’s own team where who had it has changed teams', async () => {
    await running.pool.query(`UPDATE handoff.person SET team_id = 'other' WHERE person_id = 'anna'`);
    await running.pool.query(`UPDATE handoff.person SET team_id = 'other' WHERE person_id = 'ben'`);
    await leave();
    await handingOn.handOverAll(monday('10:00'));
    await running.pool.query(`UPDATE handoff.person SET team_id = 'sales' WHERE person_id = 'ben'`);
    expect(commands()).toEqual([{ type: 'reassign' }]);
  });

  it('leaves it to the rules where the deputy is refused', async () => {
    refused = 'ben';
    await leave();
    await handingOn.handOverAll(monday('10:00'));
    expect(commands()).toEqual([{ type: 'reassign', toPersonId: 'ben' }, { type: 'reassign' }]);
  });
});
