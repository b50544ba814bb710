import { Metrics } from '@baton/service';
import { randomUUID } from 'node:crypto';
import { NotificationMetrics } from '../notifications/notification-metrics.ts';
import { SenderFixture } from '../spec/sender-fixture.ts';
import { HandoffMetrics } from './handoff-metrics.ts';

describe('HandoffMetrics', () => {
  let fixture: SenderFixture;
  let metrics: Metrics;
  let lines: string[];

  beforeAll(async () => {
    fixture = await SenderFixture.start({}, 0);
    metrics = new Metrics();
    new HandoffMetrics(fixture.pool, metrics);
    new NotificationMetrics(fixture.pool, metrics);
  });
  afterAll(() => fixture?.stop());

  const read = async (): Promise<void> => {
    lines = (await metrics.text()).split('\n');
  };
  const valueOf = (metric: string): number =>
    Number(lines.find((line) => line.startsWith(`${metric} `))?.split(' ')[1]);

  const addHandoff = async (id: string, stage: string, broken: string[] = []): Promise<void> => {
    await fixture.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, stage, team_id, broken_promises)
       VALUES ($1, $2, 1, 1, $3, 'sales', $4)`,
      [id, randomUUID(), stage, broken],
    );
  };
  const addStep = async (handoffId: string, version: number, type: string, secondsAgo: number): Promise<void> => {
    await fixture.pool.query(
      `INSERT INTO handoff.record (handoff_id, version, at, recorded_at, actor, cause, cause_key, step)
       VALUES ($1, $2, now() - make_interval(secs => $3), now(), '{}', '{}', $4, jsonb_build_object('type', $5::text))`,
      [handoffId, version, secondsAgo, `${handoffId}/${version}`, type],
    );
  };

  it('open handoffs are counted by stage, and their broken promises by promise', async () => {
    await addHandoff('a', 'working', ['first-contact', 'touches']);
    await addHandoff('b', 'working', ['touches']);
    await addHandoff('c', 'ended', ['touches']);
    await read();
    expect(valueOf('handoffs_open{stage="working"}')).toBe(2);
    expect(valueOf('handoffs_promise_broken{promise="touches"}')).toBe(2);
    expect(valueOf('handoffs_promise_broken{promise="first-contact"}')).toBe(1);
    expect(lines.some((line) => line.includes('stage="ended"'))).toBe(false);
  });

  it('the oldest wait of a queue begins when the lead lost its last owner, not with its first wait', async () => {
    await addHandoff('d', 'queued');
    await addStep('d', 1, 'queued', 9000);
    await addStep('d', 2, 'assigned', 8000);
    await addStep('d', 3, 'queued', 600);
    await addStep('d', 4, 'note-added', 60);
    await read();
    expect(valueOf('team_queue_leads{team="sales"}')).toBe(1);
    expect(Math.round(valueOf('team_queue_oldest_wait_seconds{team="sales"}') / 60)).toBe(10);
  });

  it('a value disappears once nothing has its labels', async () => {
    await fixture.pool.query(`UPDATE handoff.handoff SET stage = 'ended'`);
    await read();
    expect(lines.some((line) => line.startsWith('team_queue_leads{'))).toBe(false);
    expect(lines.some((line) => line.startsWith('handoffs_open{'))).toBe(false);
  });

  it('outcomes count as waiting after a day, until their handoff has them', async () => {
    const addOutcome = (id: string, hoursAgo: number, recorded = false): Promise<unknown> =>
      fixture.pool.query(
        `INSERT INTO handoff.outcome (outcome_id, source, lead_id, outcome, decided_at, event, recorded, received_at)
         VALUES ($1, 'crm', $2, 'won', now(), '{}', $3, now() - make_interval(hours => $4))`,
        [id, randomUUID(), recorded, hoursAgo],
      );
    await addOutcome('waits-for-a-day', 25);
    await addOutcome('has-just-arrived', 23);
    await addOutcome('is-recorded', 25, true);
    await read();
    expect(valueOf('outcomes_waiting')).toBe(1);
    await fixture.pool.query('UPDATE handoff.outcome SET recorded = true');
    await read();
    expect(valueOf('outcomes_waiting')).toBe(0);
  });

  it('open tickets are counted by kind, without the name of a source', async () => {
    await fixture.pool.query(
      `INSERT INTO handoff.ticket (ticket_id, kind, opened_at, since, closed_at) VALUES
         ('1', 'source-silent.website', now(), now(), NULL), ('2', 'source-silent.fair', now(), now(), NULL),
         ('3', 'source-silent.old', now(), now(), now())`,
    );
    await read();
    expect(valueOf('tickets_open{kind="source-silent"}')).toBe(2);
  });

  it('messages that failed are counted by channel, apart from those that were given up', async () => {
    await fixture.pool.query(
      `INSERT INTO handoff.message (message_id, channel, tries, sent_at, given_up_at, last_error) VALUES
         ('1', 'slack', 1, NULL, NULL, 'timeout'), ('2', 'slack', 8, NULL, now(), 'timeout'),
         ('3', 'slack', 2, now(), NULL, 'timeout'), ('4', 'slack', 0, NULL, NULL, NULL)`,
    );
    await read();
    expect(valueOf('notifications_failing{channel="slack",state="retrying"}')).toBe(1);
    expect(valueOf('notifications_failing{channel="slack",state="given-up"}')).toBe(1);
  });
});
