import { commandProcessed, topics } from '@baton/contracts';
import type { CommandProcessed } from '@baton/contracts';
import { inTransaction } from '@baton/messaging';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { signCommand } from '../../../../docs/examples/sign-command.ts';
import type { CommandSender } from '../../../../docs/examples/sign-command.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { markActive } from './responsiveness.ts';

describe('The last touch of a person', () => {
  let handoffs: HandoffFixture;
  let telephony: CommandSender;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.kafka.consume(topics.commandAnswers.name);
    telephony = await handoffs.commandSender('telephony', { actsFor: { everyone: true } });
  });
  afterAll(() => handoffs?.stop());

  const handoffOf = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const assignedHandoff = async (): Promise<{ handoffId: string; leadId: string; owner: string }> => {
    const published = await handoffs.publishJudgedLead();
    const owner = await waitUntil(async () => (await handoffOf(published.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { ...published, owner };
  };
  const answersOf = async (handoffId: string, count: number): Promise<CommandProcessed[]> =>
    (await handoffs.kafka.waitForMessages(commandProcessed.topic, handoffId, count)).map(
      ({ data }) => data as CommandProcessed,
    );

  it('a touch that a system reports for a person is the last touch of that person, at the moment when it was made', async () => {
    const { handoffId, owner } = await assignedHandoff();
    const lastTouchOf = async (personId: string): Promise<string | undefined> => {
      const { rows } = await handoffs.database.pool.query<{ at: Date | null }>(
        'SELECT last_touch_at AS at FROM handoff.person WHERE person_id = $1',
        [personId],
      );
      return rows[0]?.at?.toISOString();
    };
    const touch = (madeAt?: string) => ({
      type: 'touch',
      channel: 'call',
      direction: 'outbound',
      outcome: 'no-answer',
      evidence: { kind: 'call-record', reference: 'call-1' },
      ...(madeAt && { madeAt }),
    });
    const report = (made?: string) => signCommand(telephony, { handoffId, personId: owner, command: touch(made) });
    const now = (): string => new Date().toISOString();

    const earlier = now();
    await pause(5);
    const later = now();
    await handoffs.publishCommand(report(later));
    expect(await answersOf(handoffId, 1)).toMatchObject([{ outcome: 'done' }]);
    expect(await lastTouchOf(owner)).toBe(later);

    // A batch that is reported out of order does not move the last touch back.
    await handoffs.publishCommand(report(earlier));
    expect(await answersOf(handoffId, 2)).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    expect(await lastTouchOf(owner)).toBe(later);

    // A person may remember the moment wrongly, so the receipt counts; a system that names no moment reports the call now.
    const { type: _type, ...body } = touch(later);
    const startedAt = now();
    const response = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, body, {
      'idempotency-key': randomUUID(),
    });
    expect(response.status).toBe(200);
    const ofPerson = (await lastTouchOf(owner)) ?? '';
    expect(ofPerson >= startedAt).toBe(true);
    await handoffs.publishCommand(report());
    expect(await answersOf(handoffId, 3)).toHaveLength(3);
    expect(((await lastTouchOf(owner)) ?? '') > ofPerson).toBe(true);
  });

  describe('a person who missed an acceptance', () => {
    const unresponsiveSince = async (): Promise<Date | null | undefined> => {
      const { rows } = await handoffs.database.pool.query<{ since: Date | null }>(
        `SELECT unresponsive_since AS since FROM handoff.person WHERE person_id = 'anna'`,
      );
      return rows[0]?.since;
    };
    beforeEach(async () => {
      await handoffs.database.pool.query(
        `UPDATE handoff.person SET unresponsive_since = now() WHERE person_id = 'anna'`,
      );
    });

    it('the change that they are active again waits for decisions of their team that run', async () => {
      const { pool } = handoffs.database;
      let marked: Promise<void> | undefined;
      await inTransaction(pool, async (deciding) => {
        await deciding.query(`SELECT FROM handoff.team WHERE team_id = 'sales' FOR UPDATE`);
        marked = markActive(pool, 'anna');
        const { rows } = await deciding.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const waiting = 'SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
        await waitUntil(async () => (await pool.query(waiting, [rows[0]?.pid])).rowCount === 1, {
          what: 'the change waits for the lock of the team',
        });
        expect(await unresponsiveSince()).toBeInstanceOf(Date);
      });
      await marked;
      expect(await unresponsiveSince()).toBeNull();
    });

    it('the response to their command does not depend on whether the change could be stored', async () => {
      const { pool } = handoffs.database;
      const accept = () => handoffs.call('anna', 'POST', `/handoffs/handoff-${randomUUID()}-1/accept`);
      await pool.query(
        `CREATE FUNCTION handoff.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'`,
      );
      await pool.query(
        'CREATE TRIGGER refusal BEFORE UPDATE ON handoff.person FOR EACH ROW EXECUTE FUNCTION handoff.refuse()',
      );
      try {
        expect(await accept()).toMatchObject({ status: 404 });
        expect(await unresponsiveSince()).toBeInstanceOf(Date);
      } finally {
        await pool.query('DROP TRIGGER refusal ON handoff.person');
      }
      expect(await accept()).toMatchObject({ status: 404 });
      expect(await unresponsiveSince()).toBeNull();
    });
  });
});
