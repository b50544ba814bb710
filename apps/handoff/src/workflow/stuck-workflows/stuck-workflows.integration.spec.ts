import { Metrics, createTemporalClient } from '@baton/service';
import { requiredEnvironment, waitUntil } from '@baton/testing';
import { HANDOFF_TASK_QUEUE, STATE_QUERY, TEAM_CHANGED_SIGNAL } from '@baton/workflows';
import proto from '@temporalio/proto';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { findStuckWorkflows } from '../../cli/replay-running.ts';
import { createEmptyNamespace } from '../../spec/empty-namespace.ts';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';
import { StuckWorkflows } from './stuck-workflows.ts';

const LONGEST_TEST_MILLISECONDS = 240_000;
const LONGEST_WAIT_MILLISECONDS = 120_000;
const { RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL, RESET_REAPPLY_EXCLUDE_TYPE_UPDATE } =
  proto.temporal.api.enums.v1.ResetReapplyExcludeType;
const { EVENT_TYPE_WORKFLOW_TASK_COMPLETED } = proto.temporal.api.enums.v1.EventType;

describe('A stuck workflow', () => {
  let handoffs: HandoffFixture;
  let client: Client;
  let namespace: string;
  let stopFailingWorker: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    namespace = await createEmptyNamespace();
    handoffs = await HandoffFixture.start({ TEMPORAL_NAMESPACE: namespace });
    client = createTemporalClient(handoffs.config({ TEMPORAL_NAMESPACE: namespace }));
  }, LONGEST_TEST_MILLISECONDS);
  afterAll(async () => {
    await stopFailingWorker();
    await client?.connection.close();
    await handoffs?.stop();
  }, LONGEST_TEST_MILLISECONDS);

  /** A worker whose build has a mistake, in place of the one of the fixture. */
  const runFailingWorker = async (): Promise<void> => {
    await handoffs.worker?.close();
    const connection = await NativeConnection.connect({ address: requiredEnvironment('TEST_TEMPORAL_ADDRESS') });
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue: HANDOFF_TASK_QUEUE,
      workflowsPath: fileURLToPath(new URL('../../spec/failing.workflow.ts', import.meta.url)),
    });
    const running = worker.run();
    stopFailingWorker = async () => {
      stopFailingWorker = () => Promise.resolve();
      worker.shutdown();
      await running;
      await connection.close();
    };
  };
  const ticketsOf = async (): Promise<{ state: string; cause: { workflowId: string } }[]> => {
    await handoffs.api!.get(StuckWorkflows).check();
    const { body } = await handoffs.call('adam', 'GET', '/tickets?kind=workflow-stuck');
    return body['tickets'] as never;
  };
  const metric = async (): Promise<number> => {
    const text = await handoffs.api!.get(Metrics).registry.metrics();
    return Number(/tickets_open\{kind="workflow-stuck"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

  it(
    'a stuck workflow raises a ticket and a metric, and the reset that the operations page names makes it continue and closes the ticket',
    async () => {
      const { handoffId } = await handoffs.publishJudgedLead({});
      const owner = await waitUntil(
        async () =>
          (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body['ownerId'] as string | undefined,
        { what: 'the handoff has an owner', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect(await ticketsOf()).toEqual([]);

      await runFailingWorker();
      const handle = client.workflow.getHandle(handoffId);
      await handle.signal(TEAM_CHANGED_SIGNAL);
      const [ticket] = await waitUntil(async () => ((await ticketsOf()).length > 0 ? ticketsOf() : undefined), {
        what: 'a ticket is open',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
        everyMilliseconds: 1000,
      });
      expect(ticket).toMatchObject({ ownerRole: 'ops', cause: { workflowId: handoffId } });
      expect(await metric()).toBe(1);
      // A run of the reconciliation can be stuck, too: the same worker fails it.
      const stuck = await findStuckWorkflows(client);
      expect(stuck.filter((workflowId) => workflowId.startsWith('handoff-'))).toEqual([handoffId]);

      await stopFailingWorker();
      await handoffs.startWorker({ TEMPORAL_NAMESPACE: namespace });
      const { events } = await handle.fetchHistory();
      const firstTask = events?.find(({ eventType }) => eventType === EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
      await client.workflowService.resetWorkflowExecution({
        namespace,
        workflowExecution: { workflowId: handoffId },
        reason: 'as in docs/operations.md',
        requestId: randomUUID(),
        workflowTaskFinishEventId: firstTask?.eventId ?? null,
        resetReapplyExcludeTypes: [RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL, RESET_REAPPLY_EXCLUDE_TYPE_UPDATE],
      });
      await waitUntil(async () => (await ticketsOf()).length === 0, {
        what: 'the ticket is closed',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
        everyMilliseconds: 1000,
      });
      expect(await metric()).toBe(0);
      const accepted = await waitUntil(
        async () => {
          const response = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/accept`);
          return response.status !== 503 && response;
        },
        { what: 'the handoff can be accepted', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect(accepted.status).toBe(200);
      const state = await client.workflow.getHandle(handoffId).query<{ accepted: boolean }>(STATE_QUERY);
      expect(state.accepted).toBe(true);
    },
    LONGEST_TEST_MILLISECONDS,
  );
});
