import { directDecision, emptyState } from '@baton/domain';
import type { HandoffState, HandoffStep, NotifyTarget } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { StepWithState } from '../handoff-row/step-states.ts';
import { writeNotifications } from '../notifications/notification-rows.ts';
import { SenderFixture } from '../spec/sender-fixture.ts';
import { writeTickets } from './ticket-rows.ts';

const handoffId = 'handoff-1';
const ofAnna: HandoffState = { ...emptyState(handoffId), teamId: 'sales', ownerId: 'anna' };
const taken = (version: number, at: string, step: HandoffStep, state = ofAnna): StepWithState => ({
  state,
  recorded: {
    handoffId,
    version,
    at,
    recordedAt: at,
    actor: { kind: 'system', id: 'baton' },
    step,
    cause: { kind: 'deadline', dueAt: at },
  },
});
const opened = { type: 'ticket-opened', ticket: 'no-first-contact', ownerId: 'anna' } as const;
const closed = { type: 'ticket-closed', ticket: 'no-first-contact' } as const;
const broken = (dueAt: string): HandoffStep => ({
  type: 'promise-broken',
  promise: 'first-contact',
  clock: 'owner',
  ownerId: 'anna',
  dueAt,
  latenessMilliseconds: 0,
  notified: ['owner', 'team-lead'],
});

describe('Tickets and notifications of a commit', () => {
  let running: SenderFixture;
  let on: SqlExecutor;

  beforeAll(async () => {
    running = await SenderFixture.start({}, 0);
    on = sqlExecutorOf(running.pool);
    await on.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version)
       VALUES ($1, gen_random_uuid(), 1, 1)`,
      [handoffId],
    );
    await on.query(`UPDATE handoff.person SET roles = '{team-lead}' WHERE person_id = 'ben'`);
  });
  afterAll(() => running?.stop());

  it('a ticket is opened with its cause, closed when the cause ends, and reopened under the same id', async () => {
    const monday = '2026-11-23T06:15:00.000Z';
    const tuesday = '2026-11-24T06:15:00.000Z';
    const tickets = (): Promise<Record<string, unknown>[]> => on.query('SELECT * FROM handoff.ticket');
    await writeTickets(on, { steps: [taken(5, monday, broken(monday)), taken(6, monday, opened)] });
    expect(await tickets()).toMatchObject([
      {
        ticket_id: 'handoff-1.no-first-contact',
        cause: { version: 5, promise: 'first-contact', dueAt: monday, brokenBy: 'anna' },
        closed_at: null,
      },
    ]);
    await on.query(`UPDATE handoff.ticket SET acknowledged_at = now(), acknowledged_by = 'anna'`);
    await writeTickets(on, { steps: [taken(7, monday, closed)] });
    expect(await tickets()).toMatchObject([{ closed_at: new Date(monday), acknowledged_by: 'anna' }]);
    await writeTickets(on, { steps: [taken(9, tuesday, broken(tuesday)), taken(10, tuesday, opened)] });
    expect(await tickets()).toMatchObject([
      {
        opened_at: new Date(monday),
        since: new Date(tuesday),
        closed_at: null,
        times_opened: 2,
        acknowledged_by: null,
        cause: { version: 9 },
      },
    ]);
  });

  it('the owner’s tickets follow the lead to its next owner, or to the team lead while it is queued', async () => {
    const wednesday = '2026-11-25T06:15:00.000Z';
    const tickets = ['no-first-contact', 'nobody-eligible'] as const;
    const breach = [taken(20, wednesday, broken(wednesday)), taken(21, wednesday, opened)];
    const nobodyEligible = taken(22, wednesday, { type: 'ticket-opened', ticket: 'nobody-eligible' });
    await writeTickets(on, { steps: [...breach, nobodyEligible] });
    await on.query(`UPDATE handoff.ticket SET acknowledged_at = now(), acknowledged_by = 'anna'`);
    const currentTickets = (): Promise<Record<string, unknown>[]> =>
      on.query('SELECT kind, owner_id, owner_role, team_id, cause, acknowledged_by FROM handoff.ticket ORDER BY kind');
    const routing = directDecision('team-lead', 'other', 'olga');
    const assigned = { type: 'assigned', ownerId: 'olga', teamId: 'other', reason: 'reassigned', routing } as const;
    await writeTickets(on, {
      steps: [taken(23, wednesday, assigned, { ...ofAnna, teamId: 'other', ownerId: 'olga', tickets: [...tickets] })],
    });
    expect(await currentTickets()).toMatchObject([
      {
        kind: 'no-first-contact',
        owner_id: 'olga',
        owner_role: null,
        team_id: 'other',
        cause: { brokenBy: 'anna' },
        acknowledged_by: null,
      },
      { kind: 'nobody-eligible', owner_id: null, owner_role: 'team-lead', team_id: 'sales', acknowledged_by: 'anna' },
    ]);
    const queued = { type: 'queued', teamId: 'sales', reason: 'reassigned', routing } as const;
    await writeTickets(on, {
      steps: [taken(24, wednesday, queued, { ...ofAnna, ownerId: null, tickets: [...tickets] })],
    });
    expect(await currentTickets()).toMatchObject([
      { owner_id: null, owner_role: 'team-lead', team_id: 'sales' },
      { owner_id: null },
    ]);
  });

  it('each person is notified once about a step, in their language', async () => {
    const step = taken(5, '2026-11-23T06:15:00.000Z', broken('2026-11-23T06:15:00.000Z'));
    await writeNotifications(on, { steps: [step] });
    await writeNotifications(on, { steps: [step] });
    expect(
      await on.query('SELECT recipient_id, language, step_id, kind FROM handoff.notification ORDER BY recipient_id'),
    ).toEqual([
      { recipient_id: 'anna', language: 'ru', step_id: 'handoff-1/5', kind: 'promise-broken' },
      { recipient_id: 'ben', language: 'en', step_id: 'handoff-1/5', kind: 'promise-broken' },
    ]);
  });

  describe('Team lead and head as recipients', () => {
    const breachWith = (version: number, notified: NotifyTarget[]): StepWithState => {
      const step = broken('2026-11-23T06:15:00.000Z');
      return taken(version, '2026-11-23T06:15:00.000Z', { ...step, notified } as HandoffStep);
    };
    const recipientsOf = async (version: number, ...notified: NotifyTarget[]): Promise<string[]> => {
      await writeNotifications(on, { steps: [breachWith(version, notified)] });
      const rows = await on.query<{ recipient_id: string }[]>(
        'SELECT recipient_id FROM handoff.notification WHERE step_id = $1 ORDER BY recipient_id',
        [`handoff-1/${version}`],
      );
      return rows.map(({ recipient_id }) => recipient_id);
    };
    const set = (changes: string): Promise<unknown> => on.query(`UPDATE handoff.${changes}`);

    beforeAll(async () => {
      await on.query(
        `INSERT INTO handoff.person (person_id, team_id, roles) VALUES
           ('tatiana', 'other', '{team-lead}'), ('arkady', NULL, '{arbiter}'), ('oleg', NULL, '{ops}')`,
      );
    });
    beforeEach(async () => {
      await set(`team SET team_lead_id = NULL, team_head_id = NULL`);
      await set(`person SET left_at = NULL`);
    });

    it('the team lead named by the team is notified, whichever team they belong to', async () => {
      await set(`team SET team_lead_id = 'tatiana' WHERE team_id = 'sales'`);
      expect(await recipientsOf(101, 'team-lead')).toEqual(['tatiana']);
    });

    it('a member with the role team-lead is notified if the team names no lead or that lead has left', async () => {
      expect(await recipientsOf(111, 'team-lead')).toEqual(['ben']);
      await set(`team SET team_lead_id = 'tatiana' WHERE team_id = 'sales'`);
      await set(`person SET left_at = now() WHERE person_id = 'tatiana'`);
      expect(await recipientsOf(112, 'team-lead')).toEqual(['ben']);
    });

    it('the head named by the team is notified, or the arbiters if it names none or that head has left', async () => {
      expect(await recipientsOf(121, 'head')).toEqual(['arkady']);
      await set(`team SET team_head_id = 'tatiana' WHERE team_id = 'sales'`);
      expect(await recipientsOf(122, 'head')).toEqual(['tatiana']);
      await set(`person SET left_at = now() WHERE person_id = 'tatiana'`);
      expect(await recipientsOf(123, 'head')).toEqual(['arkady']);
    });

    it('ops are notified if there is neither a team lead nor a head', async () => {
      await set(`person SET left_at = now() WHERE person_id IN ('ben', 'arkady')`);
      expect(await recipientsOf(131, 'team-lead', 'head')).toEqual(['oleg']);
    });

    it('a person who is owner, team lead and head is notified once', async () => {
      await set(`team SET team_lead_id = 'anna', team_head_id = 'anna' WHERE team_id = 'sales'`);
      expect(await recipientsOf(141, 'owner', 'team-lead', 'head')).toEqual(['anna']);
    });
  });
});
