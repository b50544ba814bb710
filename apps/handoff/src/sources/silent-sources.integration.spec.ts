import { DAY } from '@baton/domain';
import { leadCaptured } from '@baton/contracts';
import type { LeadCaptured } from '@baton/contracts';
import { aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import { HANDOFF_TASK_QUEUE, SILENT_SOURCES_WORKFLOW } from '@baton/workflows';
import { Client } from '@temporalio/client';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { scheduleIds } from '../workflow/schedules/schedules.ts';
import { SilentSources } from './silent-sources.ts';

interface TicketResponse {
  ticketId: string;
  kind: string;
  closedAt: string | null;
  timesOpened: number;
}

describe('SilentSources', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    await handoffs.call('adam', 'PUT', '/people/olga', { roles: ['ops'] });
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
  /** One lead a day for four weeks, the last one `lastDaysAgo` days ago. */
  const captureDaily = async (source: string, lastDaysAgo: number, changes?: Partial<LeadCaptured>): Promise<void> => {
    for (let day = lastDaysAgo + 28; day >= lastDaysAgo; day -= 1) await capture(source, daysAgo(day), changes);
  };
  const recordedHours = async (source: string): Promise<number> => {
    const { rows } = await handoffs.database.pool.query(
      'SELECT count(*)::integer AS hours FROM handoff.source_hour WHERE source = $1',
      [source],
    );
    return (rows[0] as { hours: number }).hours;
  };
  const check = () => handoffs.worker!.get(SilentSources, { strict: false }).check(new Date());
  const tickets = async (): Promise<TicketResponse[]> => {
    const { body } = await handoffs.call('marina', 'GET', '/tickets?kind=source-silent&state=all');
    return body['tickets'] as TicketResponse[];
  };
  const ticketOf = async (source: string): Promise<TicketResponse | undefined> =>
    (await tickets()).find(({ ticketId }) => ticketId === `source-silent.${source}`);

  it('a silent source opens one ticket for marketing, of which ops are notified too, which its next lead closes and new silence reopens', async () => {
    await captureDaily('broken form', 30);
    await captureDaily('working form', 0);
    await waitUntil(async () => (await recordedHours('working form')) === 29, { what: 'the leads are recorded' });
    expect(await check()).toEqual({ checked: 2, silent: ['broken form'] });
    await check();
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
          ru: expect.stringContaining('Источник: broken form.') as string,
        },
        whatToDo: { ru: expect.stringContaining('форму') as string },
      },
    ]);
    const { body } = await handoffs.call('adam', 'GET', '/notifications?kind=ticket-opened');
    expect(body['notifications']).toMatchObject(
      ['marina', 'olga'].map((recipientId) => ({
        recipientId,
        facts: { ticketKind: 'source-silent', source: 'broken form' },
      })),
    );
    const acknowledged = await handoffs.call('marina', 'POST', '/tickets/source-silent.broken%20form/acknowledge');
    expect(acknowledged).toMatchObject({ status: 200, body: { acknowledgedBy: 'marina' } });

    await capture('broken form', daysAgo(29));
    await waitUntil(async () => (await ticketOf('broken form'))?.closedAt, { what: 'the next lead closes the ticket' });
    expect(await check()).toMatchObject({ silent: ['broken form'] });
    expect(await ticketOf('broken form')).toMatchObject({ closedAt: null, timesOpened: 2, acknowledgedBy: null });
  });

  it('imported history, returning leads and sources with few leads open no ticket', async () => {
    await captureDaily('import', 30, { importedHistory: { day: '2026-01-12' } });
    await captureDaily('known leads', 30, { isNew: false });
    for (let day = 40; day > 32; day -= 1) await capture('trial', daysAgo(day));
    await waitUntil(async () => (await recordedHours('trial')) === 8, { what: 'the leads are recorded' });
    await check();
    expect((await tickets()).map(({ ticketId }) => ticketId)).toEqual(['source-silent.broken form']);
    expect([await recordedHours('import'), await recordedHours('known leads')]).toEqual([0, 0]);
  });

  it('a Temporal schedule checks the sources every hour', async () => {
    const client = handoffs.api!.get(Client, { strict: false });
    const schedule = await waitUntil(
      () =>
        client.schedule
          .getHandle(scheduleIds.silentSources)
          .describe()
          .catch(() => undefined),
      { what: 'the schedule exists' },
    );
    expect(schedule.spec.intervals).toMatchObject([{ every: 3_600_000 }]);
    expect(
      await client.workflow.execute(SILENT_SOURCES_WORKFLOW, {
        taskQueue: HANDOFF_TASK_QUEUE,
        workflowId: `check-${uniqueLeadId()}`,
      }),
    ).toMatchObject({ silent: ['broken form'] });
  });

  it('a source’s ticket is closed when its history has expired', async () => {
    await handoffs.database.pool.query(
      `UPDATE handoff.source_hour SET hour = hour - interval '1 year' WHERE source = 'broken form'`,
    );
    await check();
    expect(await recordedHours('broken form')).toBe(0);
    expect((await ticketOf('broken form'))?.closedAt).not.toBeNull();
  });

  it('a busy source has one row per hour, with its first and last lead', async () => {
    const at = (minute: number): string => `${daysAgo(1).slice(0, 13)}:${String(minute).padStart(2, '0')}:00.000Z`;
    for (const minute of [30, 10, 50, 40]) await capture('busy', at(minute));
    const firstAndLast = async (): Promise<(string | undefined)[]> => {
      const { rows } = await handoffs.database.pool.query<{ first_at: Date; last_at: Date }>(
        `SELECT first_at, last_at FROM handoff.source_hour WHERE source = 'busy'`,
      );
      return rows.flatMap(({ first_at, last_at }) => [first_at.toISOString(), last_at.toISOString()]);
    };
    await waitUntil(async () => (await firstAndLast()).join() === [at(10), at(50)].join(), {
      what: 'the leads are recorded',
    });
  });

  it('sources are not checked while captured leads are not consumed', async () => {
    await handoffs.api!.close();
    const silentSources = handoffs.worker!.get(SilentSources, { strict: false });
    await capture('late', daysAgo(0));
    await expect(silentSources.check(new Date(Date.now() + DAY))).rejects.toThrow('is behind');
    await handoffs.startApi();
    await waitUntil(async () => (await recordedHours('late')) === 1, { what: 'the lead is consumed' });
    await waitUntil(() => silentSources.check(new Date(Date.now() + DAY)).catch(() => undefined), {
      what: 'the sources are checked',
    });
  });
});
