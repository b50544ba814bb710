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

/** The record decides: after a loss or a restore, workflows are brought in sync with it, and nothing happens twice. */
describe('Reconciliation', () => {
  let handoffs: HandoffFixture;
  let dump: DatabaseDump;
  let namespace: string;
  let client: Client;
  /** An agreement under which the touches promise breaks within the test. */
  let shortAgreement: number;

  beforeAll(async () => {
    namespace = await createEmptyNamespace();
    handoffs = await HandoffFixture.start({ TEMPORAL_NAMESPACE: namespace });
    client = createTemporalClient(handoffs.config({ TEMPORAL_NAMESPACE: namespace }));
    dump = new DatabaseDump(handoffs.database);
    shortAgreement = await handoffs.publishAgreement(
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
    const published = await handoffs.publishJudgedLead({ agreementVersion });
    const owner = await waitUntil(async () => (await page(published.handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
      withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
    });
    return { ...published, owner };
  };
  /** Repeats a request with the same key after a 503, as every caller does. */
  const command = (personId: string, handoffId: string, name: string, body?: object): Promise<ApiResponse> => {
    const key = { 'idempotency-key': randomUUID() };
    return waitUntil(
      async () => {
        const response = await handoffs.call(personId, 'POST', `/handoffs/${handoffId}/${name}`, body, key);
        return response.status !== 503 && response;
      },
      { what: `${name} gets a response other than 503`, withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
    );
  };
  const accept = ({ handoffId, owner }: { handoffId: string; owner: string }): Promise<ApiResponse> =>
    command(owner, handoffId, 'accept');

  const newestRun = async (scheduleId: string) => {
    const { info } = await client.schedule.getHandle(scheduleId).describe();
    return info.recentActions.at(-1)?.action.workflow;
  };
  /** The findings of the first run of a schedule after this one. */
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

  /** The workflow has the state of its record, and the record has neither gaps nor duplicates. */
  const expectInSync = async (handoffId: string): Promise<void> => {
    const record = await recordOf(handoffId);
    expect(record.map((step) => step.version)).toEqual(record.map((_, index) => index + 1));
    const contents = record.map(({ cause, step }) => JSON.stringify([cause, step]));
    expect(new Set(contents).size).toBe(contents.length);
    const state = await client.workflow.getHandle(handoffId).query<HandoffState>(STATE_QUERY);
    expect(state).toEqual(JSON.parse(JSON.stringify(applySteps(emptyState(handoffId), record))));
  };

  it(
    'open handoffs continue without a missing or duplicated step after PostgreSQL was restored and Temporal was lost',
    async () => {
      const working = await assigned();
      expect((await accept(working)).status).toBe(200);
      const ended = await assigned();
      const optOut = { evidence: { kind: 'call-record', reference: 'call-1' } };
      expect((await command(ended.owner, ended.handoffId, 'opt-out', optOut)).status).toBe(200);
      const waiting = await assigned(shortAgreement);
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
      // The touches promise becomes due while no service runs.
      await pause(Math.max(0, Date.parse(due?.dueAt ?? '') - Date.now() + 1000));
      await start();

      // The schedule is new to this Temporal server, so it runs immediately.
      expect(await findingsAfter(scheduleIds.reconciliation)).toMatchObject({
        started: open.length,
        ahead: [],
        unresponsive: [],
      });
      await waitUntil(async () => (await stepsOf(waiting.handoffId, 'promise-broken')).length > 0, {
        what: 'the promise that became due meanwhile is broken',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      const broken = await stepsOf(waiting.handoffId, 'promise-broken');
      expect(broken).toMatchObject([{ promise: 'touches', dueAt: due?.dueAt }]);
      expect(broken[0]?.latenessMilliseconds).toBeGreaterThan(1000);
      await expectInSync(waiting.handoffId);
      await expectInSync(working.handoffId);
      const touch = { channel: 'call', outcome: 'reached', ...optOut };
      expect((await command(working.owner, working.handoffId, 'touches', touch)).status).toBe(200);
      await expect(client.workflow.getHandle(ended.handoffId).describe()).rejects.toThrow();

      // Kafka still has the judged leads. Consumed again, they start only the handoffs that the record does not know.
      for (const { leadId } of [waiting, working, ended, unknown]) await handoffs.publishJudgedLead({ leadId });
      await waitUntil(async () => (await page(unknown.handoffId))['ownerId'], {
        what: 'the lost handoff starts again',
      });
      await waitUntil(
        async () => (await client.workflow.getHandle(ended.handoffId).describe()).status.name === 'COMPLETED',
        { what: 'the workflow of the ended handoff completes again', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      for (const { handoffId } of [waiting, working, unknown]) {
        await expectInSync(handoffId);
        expect(await stepsOf(handoffId, 'signal-added')).toEqual([]);
      }
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'a terminated workflow is started again, and one that is behind its record is synchronised',
    async () => {
      const [terminated, behind, commanded] = [await assigned(), await assigned(), await assigned()];
      await client.workflow.getHandle(terminated.handoffId).terminate();
      await client.workflow.getHandle(commanded.handoffId).terminate();
      // A command that finds no workflow starts it again, and its caller gets 503.
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
          key: 'unknown-to-workflow',
          bodyHash: 'unknown-to-workflow',
        },
      });

      expect(await trigger(scheduleIds.reconciliation)).toMatchObject({
        started: 1,
        notified: 1,
        ahead: [],
        unresponsive: [],
      });
      for (const { handoffId } of [terminated, behind, commanded]) await expectInSync(handoffId);
      expect(await trigger(scheduleIds.reconciliation)).toMatchObject({ started: 0, notified: 0 });
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'workflows that are ahead of a restored record are reported, and restart from it when ops trigger that',
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

      // A new workflow appears in Temporal's list a moment later.
      const lost = [kept, ended, unknown].map(({ handoffId }) => handoffId);
      await waitUntil(
        async () => {
          const { replaced, ahead } = await trigger(scheduleIds.reconciliation);
          expect(replaced).toBe(0);
          return lost.every((handoffId) => ahead.includes(handoffId));
        },
        { what: 'the workflows that are ahead are reported', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect((await trigger(scheduleIds.afterRestore)).replaced).toBeGreaterThanOrEqual(lost.length);
      expect((await trigger(scheduleIds.reconciliation)).ahead).toEqual([]);
      await waitUntil(async () => (await page(unknown.handoffId))['ownerId'], {
        what: 'the handoff without a record starts again',
      });
      for (const { handoffId } of [kept, ended, unknown]) await expectInSync(handoffId);
      expect((await accept(kept)).status).toBe(200);
      expect(await stepsOf(kept.handoffId, 'accepted')).toHaveLength(1);
    },
    LONGEST_TEST_MILLISECONDS,
  );
});
