import { emptyState } from '@baton/domain';
import type { HandoffState, HandoffStep, NotifyTarget } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { waitUntil } from '@baton/testing';
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

describe('the ticket of a queue', () => {
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

  it('late leads of one queue share one ticket and one message, and the ticket is open while one of them is late', async () => {
    const thursday = '2026-11-26T06:15:00.000Z';
    const inQueue: HandoffState = { ...emptyState(handoffId), teamId: 'sales', stage: 'queued' };
    const late = (version: number): StepWithState =>
      taken(version, thursday, { type: 'ticket-opened', ticket: 'late-in-queue' }, inQueue);
    const onTime = taken(33, thursday, { type: 'ticket-closed', ticket: 'late-in-queue' }, inQueue);
    const closedAt = async (): Promise<unknown> => {
      const rows = await on.query<{ closed_at: Date | null }[]>(
        `SELECT closed_at FROM handoff.ticket WHERE kind = 'late-in-queue'`,
      );
      return rows.map(({ closed_at }) => closed_at);
    };
    await on.query(`UPDATE handoff.handoff SET team_id = 'sales', late_in_queue = true`);
    await writeTickets(on, { steps: [late(31)] });
    await writeTickets(on, { steps: [late(32)] });
    expect(await on.query(`SELECT * FROM handoff.ticket WHERE kind = 'late-in-queue'`)).toMatchObject([
      {
        ticket_id: 'late-in-queue.sales',
        handoff_id: null,
        owner_role: 'team-lead',
        team_id: 'sales',
        times_opened: 1,
      },
    ]);
    expect(
      await on.query(`SELECT recipient_id, kind FROM handoff.notification WHERE step_id LIKE 'late-in-queue%'`),
    ).toEqual([{ recipient_id: 'ben', kind: 'ticket-opened' }]);

    await writeTickets(on, { steps: [onTime] });
    expect(await closedAt()).toEqual([null]);
    await on.query('UPDATE handoff.handoff SET late_in_queue = false');
    await writeTickets(on, { steps: [onTime] });
    expect(await closedAt()).toEqual([new Date(thursday)]);
  });

  it('the escalation of late leads notifies the head once per queue, and again after its ticket is reopened', async () => {
    const friday = '2026-11-27T06:15:00.000Z';
    await on.query(`INSERT INTO handoff.person (person_id, roles) VALUES ('hanna', '{arbiter}'), ('otto', '{ops}')`);
    const inQueue: HandoffState = { ...emptyState(handoffId), teamId: 'sales', stage: 'queued' };
    const late = taken(40, friday, { type: 'ticket-opened', ticket: 'late-in-queue' }, inQueue);
    const onTime = taken(41, friday, { type: 'ticket-closed', ticket: 'late-in-queue' }, inQueue);
    const lateContact = { promise: 'first-contact', clock: 'lead' } as const;
    const escalated = (version: number, ...notifiedRoles: NotifyTarget[]): StepWithState =>
      taken(version, friday, { type: 'escalated', ...lateContact, notified: notifiedRoles }, inQueue);
    const escalate = async (step: StepWithState): Promise<void> => {
      await writeTickets(on, { steps: [step] });
      await writeNotifications(on, { steps: [step] });
    };
    const messages = async (): Promise<string[]> => {
      const rows = await on.query<{ recipient_id: string }[]>(
        `SELECT recipient_id FROM handoff.notification
         WHERE kind = 'ticket-escalated' OR step_id LIKE 'handoff-1/4%' ORDER BY recipient_id, notification_id`,
      );
      return rows.map(({ recipient_id }) => recipient_id);
    };

    await escalate(escalated(42, 'head'));
    expect(await messages()).toEqual([]);
    await writeTickets(on, { steps: [late] });
    await escalate(escalated(43, 'head'));
    await escalate(escalated(44, 'head'));
    expect(await messages()).toEqual(['hanna']);
    await escalate(escalated(45, 'ops'));
    expect(await messages()).toEqual(['hanna', 'otto']);

    await writeTickets(on, { steps: [onTime] });
    await writeTickets(on, { steps: [late] });
    await escalate(escalated(46, 'head'));
    expect(await messages()).toEqual(['hanna', 'hanna', 'otto']);
    await writeTickets(on, { steps: [onTime] });
    await on.query(`DELETE FROM handoff.person WHERE person_id IN ('hanna', 'otto')`);
  });

  it('the ticket of a queue closes when its last two late leads leave at the same moment', async () => {
    const saturday = '2026-11-28T06:15:00.000Z';
    const stateOf = (id: string): HandoffState => ({ ...emptyState(id), teamId: 'sales', stage: 'queued' });
    const second = 'handoff-2';
    await on.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, team_id)
       VALUES ($1, gen_random_uuid(), 1, 1, 'sales')`,
      [second],
    );
    await on.query(`UPDATE handoff.handoff SET late_in_queue = true WHERE team_id = 'sales'`);
    await writeTickets(on, {
      steps: [taken(50, saturday, { type: 'ticket-opened', ticket: 'late-in-queue' }, stateOf(handoffId))],
    });
    const isOpen = async (): Promise<boolean> => {
      const rows = await on.query<unknown[]>(
        `SELECT FROM handoff.ticket WHERE kind = 'late-in-queue' AND closed_at IS NULL`,
      );
      return rows.length > 0;
    };
    const leave = async (client: SqlExecutor, id: string): Promise<void> => {
      await client.query('UPDATE handoff.handoff SET late_in_queue = false WHERE handoff_id = $1', [id]);
      const closing = taken(51, saturday, { type: 'ticket-closed', ticket: 'late-in-queue' }, stateOf(id));
      await writeTickets(client, { steps: [closing] });
    };

    let other: Promise<void> | undefined;
    await inTransaction(running.pool, async (client) => {
      await leave(sqlExecutorOf(client), handoffId);
      other = inTransaction(running.pool, (otherClient) => leave(sqlExecutorOf(otherClient), second));
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const waiting = 'SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
      await waitUntil(async () => (await running.pool.query(waiting, [rows[0]?.pid])).rowCount === 1, {
        what: 'the other commit waits for the ticket',
      });
      expect(await isOpen()).toBe(true);
    });
    await other;
    expect(await isOpen()).toBe(false);
  });

  it('the ticket of a queue closes without waiting for the commits of other teams, also when the lead goes to another team', async () => {
    const sunday = '2026-11-29T06:15:00.000Z';
    const queuedIn = (teamId: string): HandoffState => ({ ...emptyState(handoffId), teamId, stage: 'queued' });
    const open = { type: 'ticket-opened', ticket: 'late-in-queue' } as const;
    const close = { type: 'ticket-closed', ticket: 'late-in-queue' } as const;
    for (const [version, teamId] of [
      [60, 'sales'],
      [61, 'other'],
    ] as const)
      await writeTickets(on, { steps: [taken(version, sunday, open, queuedIn(teamId))] });
    await on.query('UPDATE handoff.handoff SET late_in_queue = false');
    const openTeams = async (): Promise<string[]> => {
      const rows = await on.query<{ team_id: string }[]>(
        `SELECT team_id FROM handoff.ticket WHERE kind = 'late-in-queue' AND closed_at IS NULL ORDER BY team_id`,
      );
      return rows.map(({ team_id }) => team_id);
    };

    await inTransaction(running.pool, async (client) => {
      await client.query(`SELECT FROM handoff.ticket WHERE ticket_id = 'late-in-queue.other' FOR UPDATE`);
      await inTransaction(running.pool, async (closing) => {
        await closing.query(`SET LOCAL lock_timeout = '2s'`);
        await writeTickets(sqlExecutorOf(closing), { steps: [taken(62, sunday, close, queuedIn('sales'))] });
      });
    });
    expect(await openTeams()).toEqual(['other']);

    // A known owner in team sales gets the lead that waited for team other.
    await writeTickets(on, { before: queuedIn('other'), steps: [taken(63, sunday, close, ofAnna)] });
    expect(await openTeams()).toEqual([]);
  });
});
