import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import { aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import { HANDOFF_TASK_QUEUE, SILENT_SOURCES_WORKFLOW } from '@baton/workflows';
import { Client } from '@temporalio/client';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { scheduleIds } from '../workflow/schedules/schedules.ts';
import { SilentSources } from './silent-sources.ts';

const DAY = 86_400_000;

interface TicketAnswer {
  ticketId: string;
  kind: string;
  closedAt: string | null;
  timesOpened: number;
}

describe('a source that goes silent', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
  const capture = async (source: string, receivedAt: string, changes: Partial<LeadCaptured> = {}): Promise<void> => {
    const signal = aSignal({ receivedAt });
    const leadId = uniqueLeadId();
    const { topic, type } = leadCaptured;
    const data: LeadCaptured = {
      leadId,
      signalId: signal.signalId,
      isNew: true,
      createdBy: 'website-form',
      lead: aLead({ source, signals: [signal] }),
      ...changes,
    };
    await handoffs.kafka.publish({ topic, key: leadId, type, id: `${leadId}/${signal.signalId}`, data });
  };
  /** A lead a day for four weeks, the last one some days ago. */
  const aHistory = async (source: string, lastDaysAgo: number, changes?: Partial<LeadCaptured>): Promise<void> => {
    for (let day = lastDaysAgo + 28; day >= lastDaysAgo; day -= 1) await capture(source, daysAgo(day), changes);
  };
  const known = async (source: string): Promise<number> => {
    const { rows } = await handoffs.database.pool.query(
      'SELECT count(*)::integer AS hours FROM handoff.source_hour WHERE source = $1',
      [source],
    );
    return (rows[0] as { hours: number }).hours;
  };
  const look = () => handoffs.worker!.get(SilentSources, { strict: false }).check(new Date());
  const tickets = async (): Promise<TicketAnswer[]> => {
    const { body } = await handoffs.call('marina', 'GET', '/tickets?kind=source-silent&state=all');
    return body['tickets'] as TicketAnswer[];
  };
  const ticketOf = async (source: string): Promise<TicketAnswer | undefined> =>
    (await tickets()).find(({ ticketId }) => ticketId === `source-silent.${source}`);

  it('opens one alarm of marketing’s, which its next lead closes, and comes back as the same', async () => {
    await aHistory('broken form', 30);
    await aHistory('working form', 0);
    await waitUntil(async () => (await known('working form')) === 29, { what: 'the leads are noted' });
    expect(await look()).toEqual({ looked: 2, silent: ['broken form'] });
    await look();
    expect(await tickets()).toMatchObject([
      {
        ticketId: 'source-silent.broken form',
        ownerId: null,
        ownerRole: 'marketer',
        timesOpened: 1,
        handoffId: null,
        closedAt: null,
        cause: { source: 'broken form' },
        causeText: {
          en: expect.stringContaining('Source: broken form.') as string,
          ru: expect.stringMatching(/^Источник/) as string,
        },
        whatToDo: { ru: expect.stringContaining('форму') as string },
      },
    ]);
    const acknowledged = await handoffs.call('marina', 'POST', '/tickets/source-silent.broken%20form/acknowledge');
    expect(acknowledged).toMatchObject({ status: 200, body: { acknowledgedBy: 'marina' } });

    await capture('broken form', daysAgo(29));
    await waitUntil(async () => (await ticketOf('broken form'))?.closedAt, { what: 'its next lead closes the alarm' });
    expect(await look()).toMatchObject({ silent: ['broken form'] });
    expect(await ticketOf('broken form')).toMatchObject({ closedAt: null, timesOpened: 2, acknowledgedBy: null });
  });

  it('is no source of the past, no known lead that comes back, and none that brought too few leads', async () => {
    await aHistory('import', 30, { importedHistory: { day: '2026-01-12' } });
    await aHistory('known leads', 30, { isNew: false });
    for (let day = 40; day > 32; day -= 1) await capture('trial', daysAgo(day));
    await waitUntil(async () => (await known('trial')) === 8, { what: 'the leads are noted' });
    await look();
    expect((await tickets()).map(({ ticketId }) => ticketId)).toEqual(['source-silent.broken form']);
    expect([await known('import'), await known('known leads')]).toEqual([0, 0]);
  });

  it('is looked for every hour, by a schedule in Temporal', async () => {
    const client = handoffs.api!.get(Client, { strict: false });
    const made = await waitUntil(
      () =>
        client.schedule
          .getHandle(scheduleIds.silentSources)
          .describe()
          .catch(() => undefined),
      { what: 'the schedule is made' },
    );
    expect(made.spec.intervals).toMatchObject([{ every: 3_600_000 }]);
    expect(
      await client.workflow.execute(SILENT_SOURCES_WORKFLOW, {
        taskQueue: HANDOFF_TASK_QUEUE,
        workflowId: `look-${uniqueLeadId()}`,
      }),
    ).toMatchObject({ silent: ['broken form'] });
  });

  it('is forgotten with its history, and so is its alarm', async () => {
    await handoffs.database.pool.query(
      `UPDATE handoff.source_hour SET hour = hour - interval '1 year' WHERE source = 'broken form'`,
    );
    await look();
    expect(await known('broken form')).toBe(0);
    expect((await ticketOf('broken form'))?.closedAt).not.toBeNull();
  });

  it('keeps for a busy one an hour a row, with its first and its last lead', async () => {
    const at = (minute: number): string => `${daysAgo(1).slice(0, 13)}:${String(minute).padStart(2, '0')}:00.000Z`;
    for (const minute of [30, 10, 50, 40]) await capture('busy', at(minute));
    const noted = async (): Promise<(string | undefined)[]> => {
      const { rows } = await handoffs.database.pool.query<{ first_at: Date; last_at: Date }>(
        `SELECT first_at, last_at FROM handoff.source_hour WHERE source = 'busy'`,
      );
      return rows.flatMap(({ first_at, last_at }) => [first_at.toISOString(), last_at.toISOString()]);
    };
    await waitUntil(async () => (await noted()).join() === [at(10), at(50)].join(), { what: 'the leads are noted' });
  });

  it('is not looked for while leads wait to be read: those that they come from would seem silent', async () => {
    await handoffs.api!.close();
    const waits = handoffs.worker!.get(SilentSources, { strict: false });
    await capture('late', daysAgo(0));
    await expect(waits.check(new Date(Date.now() + DAY))).rejects.toThrow('Leads wait to be read');
    await handoffs.startApi();
    await waitUntil(async () => (await known('late')) === 1, { what: 'the lead is read' });
    await waitUntil(() => waits.check(new Date(Date.now() + DAY)).catch(() => undefined), {
      what: 'it is looked again',
    });
  });
});
