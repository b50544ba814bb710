import { applySteps, emptyState } from '@baton/domain';
import type { HandoffState, HandoffStep, RecordedStep } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { createTemporalClient } from '@baton/service';
import { aShortAgreement, waitUntil } from '@baton/testing';
import { STATE_QUERY } from '@baton/workflows';
import type { ReconciliationFindings } from '@baton/workflows';
import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RecordStore } from '../../commit/record-store.ts';
import { openHandoffIds } from '../../handoff-row/open-records.ts';
import { DatabaseDump } from '../../spec/database-dump.ts';
import { createEmptyNamespace } from '../../spec/empty-namespace.ts';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';
import type { ApiResponse } from '../../spec/handoff-fixture.ts';
import { scheduleIds } from '../schedules/schedules.ts';

const LONGEST_TEST_MILLISECONDS = 240_000;
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** The record leads: after a loss or a restore, workflows come level with it, and nothing happens twice. */
describe('Catching up with the record', () => {
  let handoffs: HandoffFixture;
  let dump: DatabaseDump;
  let namespace: string;
  let client: Client;
  /** Where a promise breaks within the test, and takes the handoff from nobody. */
  let hurried: number;

  beforeAll(async () => {
    namespace = await createEmptyNamespace();
    handoffs = await HandoffFixture.start({ TEMPORAL_NAMESPACE: namespace });
    client = createTemporalClient(handoffs.config({ TEMPORAL_NAMESPACE: namespace }));
    dump = new DatabaseDump(handoffs.database);
    hurried = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT30M', firstContact: 'PT30M', touches: 'PT15S' }),
    );
  }, LONGEST_TEST_MILLISECONDS);

  afterAll(async () => {
    await client?.connection.close();
    await dump?.drop();
    await handoffs?.stop();
  }, LONGEST_TEST_MILLISECONDS);

  const stop = async (): Promise<void> => {
    await handoffs.worker?.close();
    await handoffs.api?.close();
  };
  const start = async (): Promise<void> => {
    await handoffs.startApi({ TEMPORAL_NAMESPACE: namespace });
    await handoffs.startWorker({ TEMPORAL_NAMESPACE: namespace });
  };
  const takeDump = async (): Promise<void> => {
    await stop();
    await dump.take();
    await start();
  };

  const page = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const recordOf = async (handoffId: string): Promise<RecordedStep[]> =>
    ((await page(handoffId))['record'] ?? []) as RecordedStep[];
  const stepsOf = async <Type extends HandoffStep['type']>(handoffId: string, type: Type) =>
    (await recordOf(handoffId)).flatMap(({ step }) =>
      step.type === type ? [step as HandoffStep & { type: Type }] : [],
    );
  const assigned = async (agreementVersion = 1): Promise<{ handoffId: string; leadId: string; owner: string }> => {
    const begun = await handoffs.publishJudgedLead({ agreementVersion });
    const owner = await waitUntil(async () => (await page(begun.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
      withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
    });
    return { ...begun, owner };
  };
  /** As every caller does: who is answered 503 repeats with the same key. */
  const command = (personId: string, handoffId: string, name: string, body?: object): Promise<ApiResponse> => {
    const key = { 'idempotency-key': randomUUID() };
    return waitUntil(
      async () => {
        const answer = await handoffs.call(personId, 'POST', `/handoffs/${handoffId}/${name}`, body, key);
        return answer.status !== 503 && answer;
      },
      { what: `${name} is answered`, withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
    );
  };
  const accept = ({ handoffId, owner }: { handoffId: string; owner: string }): Promise<ApiResponse> =>
    command(owner, handoffId, 'accept');

  const newestRun = async (scheduleId: string) => {
    const { info } = await client.schedule.getHandle(scheduleId).describe();
    return info.recentActions.at(-1)?.action.workflow;
  };
  /** What the first run of a schedule after this one has found. */
  const findingsAfter = async (scheduleId: string, lastRunId?: string): Promise<ReconciliationFindings> => {
    const run = await waitUntil(
      async () => {
        const newest = await newestRun(scheduleId);
        return newest?.firstExecutionRunId !== lastRunId && newest;
      },
      { what: `${scheduleId} runs`, withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
    );
    return client.workflow
      .getHandle(run.workflowId, run.firstExecutionRunId)
      .result() as Promise<ReconciliationFindings>;
  };
  const trigger = async (scheduleId: string): Promise<ReconciliationFindings> => {
    const last = await newestRun(scheduleId);
    await client.schedule.getHandle(scheduleId).trigger();
    return findingsAfter(scheduleId, last?.firstExecutionRunId);
  };

  /** Workflow and record tell the same, and the record is whole. */
  const expectAgreement = async (handoffId: string): Promise<void> => {
    const record = await recordOf(handoffId);
    expect(record.map((step) => step.version)).toEqual(record.map((_, index) => index + 1));
    const told = record.map(({ cause, step }) => JSON.stringify([cause, step]));
    expect(new Set(told).size).toBe(told.length);
    const known = await client.workflow.getHandle(handoffId).query<HandoffState>(STATE_QUERY);
    expect(known).toEqual(JSON.parse(JSON.stringify(applySteps(emptyState(handoffId), record))));
  };

  it(
    'PostgreSQL comes back from a dump and Temporal empty: open handoffs go on, clocks are met, nothing is doubled',
    async () => {
      const working = await assigned();
      expect((await accept(working)).status).toBe(200);
      const gone = await assigned();
      const optOut = { evidence: { kind: 'call-record', reference: 'call-1' } };
      expect((await command(gone.owner, gone.handoffId, 'opt-out', optOut)).status).toBe(200);
      const waiting = await assigned(hurried);
      await takeDump();
      const [due] = await stepsOf(waiting.handoffId, 'promise-started').then((started) =>
        started.filter(({ promise }) => promise === 'touches'),
      );

      await accept(waiting);
      const unknown = await assigned();
      await stop();
      await dump.restore();
      const open = await openHandoffIds(sqlExecutorOf(handoffs.database.pool), '', 1000);
      expect(open).toEqual(expect.arrayContaining([working.handoffId, waiting.handoffId]));
      expect(open).not.toContain(unknown.handoffId);
      await client.connection.close();
      namespace = await createEmptyNamespace();
      client = createTemporalClient(handoffs.config({ TEMPORAL_NAMESPACE: namespace }));
      // Its touches fall due while nobody is there to see it.
      await pause(Math.max(0, Date.parse(due?.dueAt ?? '') - Date.now() + 1000));
      await start();

      // The schedule is new to this Temporal, so it has run at once.
      expect(await findingsAfter(scheduleIds.reconciliation)).toMatchObject({
        started: open.length,
        ahead: [],
        silent: [],
      });
      await waitUntil(async () => (await stepsOf(waiting.handoffId, 'promise-broken')).length > 0, {
        what: 'the promise that fell due meanwhile is broken',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      const broken = await stepsOf(waiting.handoffId, 'promise-broken');
      expect(broken).toMatchObject([{ promise: 'touches', dueAt: due?.dueAt }]);
      expect(broken[0]?.latenessMilliseconds).toBeGreaterThan(1000);
      await expectAgreement(waiting.handoffId);
      await expectAgreement(working.handoffId);
      const touch = { channel: 'call', outcome: 'reached', ...optOut };
      expect((await command(working.owner, working.handoffId, 'touches', touch)).status).toBe(200);
      await expect(client.workflow.getHandle(gone.handoffId).describe()).rejects.toThrow();

      // Kafka kept the verdicts: read again, they begin what the record does not know, and nothing else.
      for (const { leadId } of [waiting, working, gone, unknown]) await handoffs.publishJudgedLead({ leadId });
      await waitUntil(async () => (await page(unknown.handoffId))['ownerId'], { what: 'the lost one begins again' });
      await waitUntil(
        async () => (await client.workflow.getHandle(gone.handoffId).describe()).status.name === 'COMPLETED',
        { what: 'the one that has ended ends again', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      for (const { handoffId } of [waiting, working, unknown]) {
        await expectAgreement(handoffId);
        expect(await stepsOf(handoffId, 'signal-added')).toEqual([]);
      }
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'a workflow that was terminated runs again, and one that is behind is told',
    async () => {
      const [terminated, behind, commanded] = [await assigned(), await assigned(), await assigned()];
      await client.workflow.getHandle(terminated.handoffId).terminate();
      await client.workflow.getHandle(commanded.handoffId).terminate();
      // A command that finds no workflow brings it back; its caller repeats it, as with every 503.
      expect((await handoffs.call(commanded.owner, 'POST', `/handoffs/${commanded.handoffId}/accept`)).status).toBe(
        503,
      );
      expect((await accept(commanded)).status).toBe(200);
      const record = await recordOf(behind.handoffId);
      const now = new Date().toISOString();
      await handoffs.worker!.get(RecordStore).commit({
        handoffId: behind.handoffId,
        leadId: behind.leadId,
        handoffNumber: 1,
        agreementVersion: 1,
        now,
        state: applySteps(emptyState(behind.handoffId), record),
        intent: {
          kind: 'command',
          command: { type: 'accept' },
          actor: { id: behind.owner, kind: 'person', roles: ['rep'] },
          receivedAt: now,
          key: 'unheard',
          bodyHash: 'unheard',
        },
      });

      expect(await trigger(scheduleIds.reconciliation)).toMatchObject({
        started: 1,
        notified: 1,
        ahead: [],
        unresponsive: [],
      });
      for (const { handoffId } of [terminated, behind, commanded]) await expectAgreement(handoffId);
      expect(await trigger(scheduleIds.reconciliation)).toMatchObject({ started: 0, notified: 0 });
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'PostgreSQL comes back older than Temporal: workflows that are ahead are named, and give way when ops say so',
    async () => {
      const kept = await assigned();
      const ended = await assigned();
      await takeDump();
      expect((await accept(kept)).status).toBe(200);
      const optOut = { evidence: { kind: 'call-record', reference: 'call-1' } };
      expect((await command(ended.owner, ended.handoffId, 'opt-out', optOut)).status).toBe(200);
      const unknown = await assigned();
      await stop();
      await dump.restore();
      await start();

      // What has just begun is seen in Temporal's list of workflows a moment later.
      const lost = [kept, ended, unknown].map(({ handoffId }) => handoffId);
      await waitUntil(
        async () => {
          const { replaced, ahead } = await trigger(scheduleIds.reconciliation);
          expect(replaced).toBe(0);
          return lost.every((handoffId) => ahead.includes(handoffId));
        },
        { what: 'those that are ahead are named', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect((await trigger(scheduleIds.afterRestore)).replaced).toBeGreaterThanOrEqual(lost.length);
      expect((await trigger(scheduleIds.reconciliation)).ahead).toEqual([]);
      await waitUntil(async () => (await page(unknown.handoffId))['ownerId'], {
        what: 'the handoff that the record had lost begins again',
      });
      for (const { handoffId } of [kept, ended, unknown]) await expectAgreement(handoffId);
      expect((await accept(kept)).status).toBe(200);
      expect(await stepsOf(kept.handoffId, 'accepted')).toHaveLength(1);
    },
    LONGEST_TEST_MILLISECONDS,
  );
});
