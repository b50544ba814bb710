import { emptyState, type HandoffStep, type RecordedStep } from '@baton/domain';
import { sqlExecutorOf, type SqlExecutor } from '@baton/messaging';
import { writeNotifications } from '../notifications/notification-rows.ts';
import { RunningSender } from '../spec/running-sender.ts';
import { writeTickets } from './ticket-rows.ts';

const handoffId = 'handoff-1';
const state = { ...emptyState(handoffId), teamId: 'sales', ownerId: 'anna' };
const recorded = (version: number, at: string, step: HandoffStep): RecordedStep => ({
  ...{ handoffId, version, at, recordedAt: at, actor: { kind: 'system', id: 'baton' }, step },
  cause: { kind: 'deadline', dueAt: at },
});
const opened = { type: 'ticket-opened', ticket: 'no-first-contact', ownerId: 'anna' } as const;
const closed = { type: 'ticket-closed', ticket: 'no-first-contact' } as const;
const broken = (dueAt: string): HandoffStep => ({
  ...{ type: 'promise-broken', promise: 'first-contact', clock: 'owner', ownerId: 'anna', dueAt },
  ...{ latenessMilliseconds: 0, told: ['owner', 'team-lead'] },
});

describe('what a commit writes beside the record', () => {
  let running: RunningSender;
  let on: SqlExecutor;

  beforeAll(async () => {
    running = await RunningSender.start({}, 0);
    on = sqlExecutorOf(running.pool);
    await on.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version)
       VALUES ($1, gen_random_uuid(), 1, 1)`,
      [handoffId],
    );
    await on.query(`UPDATE handoff.person SET roles = '{team-lead}' WHERE person_id = 'ben'`);
  });
  afterAll(() => running?.stop());

  it('a ticket is opened with its cause, closed by the cause’s end, and reopened as the same', async () => {
    const monday = '2026-11-23T06:15:00.000Z';
    const tuesday = '2026-11-24T06:15:00.000Z';
    const tickets = (): Promise<Record<string, unknown>[]> => on.query('SELECT * FROM handoff.ticket');
    await writeTickets(on, state, [recorded(5, monday, broken(monday)), recorded(6, monday, opened)]);
    expect(await tickets()).toMatchObject([
      {
        ticket_id: 'handoff-1.no-first-contact',
        cause: { version: 5, promise: 'first-contact', dueAt: monday },
        closed_at: null,
      },
    ]);
    await on.query(`UPDATE handoff.ticket SET acknowledged_at = now(), acknowledged_by = 'anna'`);
    await writeTickets(on, state, [recorded(7, monday, closed)]);
    expect(await tickets()).toMatchObject([{ closed_at: new Date(monday), acknowledged_by: 'anna' }]);
    await writeTickets(on, state, [recorded(9, tuesday, broken(tuesday)), recorded(10, tuesday, opened)]);
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

  it('each person is told once of a step, in their own language', async () => {
    const step = recorded(5, '2026-11-23T06:15:00.000Z', broken('2026-11-23T06:15:00.000Z'));
    await writeNotifications(on, state, [step]);
    await writeNotifications(on, state, [step]);
    expect(
      await on.query('SELECT recipient_id, language, about, kind FROM handoff.notification ORDER BY recipient_id'),
    ).toEqual([
      { recipient_id: 'anna', language: 'ru', about: 'handoff-1/5', kind: 'promise-broken' },
      { recipient_id: 'ben', language: 'en', about: 'handoff-1/5', kind: 'promise-broken' },
    ]);
  });
});
