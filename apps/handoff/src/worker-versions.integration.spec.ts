import type { RecordedStep } from '@baton/domain';
import { createTemporalClient } from '@baton/service';
import { aShortAgreement, waitUntil } from '@baton/testing';
import type { Client } from '@temporalio/client';
import { createEmptyNamespace } from './spec/empty-namespace.ts';
import { HandoffFixture } from './spec/handoff-fixture.ts';

const LONGEST_TEST_MILLISECONDS = 240_000;

/** As in production, each build is a version of the worker deployment, and ops choose the current one. */
describe('a worker with a build id', () => {
  let handoffs: HandoffFixture;
  let client: Client;
  let namespace: string;

  beforeAll(async () => {
    namespace = await createEmptyNamespace();
    handoffs = await HandoffFixture.start({ TEMPORAL_NAMESPACE: namespace, WORKER_BUILD_ID: 'build-a' });
    client = createTemporalClient(handoffs.config({ TEMPORAL_NAMESPACE: namespace }));
  }, LONGEST_TEST_MILLISECONDS);
  afterAll(async () => {
    await client?.connection.close();
    await handoffs?.stop();
  }, LONGEST_TEST_MILLISECONDS);

  /** As `temporal worker deployment set-current-version` does. A version exists once its worker polls. */
  const makeCurrent = (buildId: string): Promise<unknown> =>
    waitUntil(
      () =>
        client.workflowService.setWorkerDeploymentCurrentVersion({
          namespace,
          deploymentName: 'baton-handoff',
          buildId,
          identity: 'ops',
        }),
      { what: `${buildId} is the current version`, everyMilliseconds: 250 },
    );
  const runBuild = async (buildId: string): Promise<void> => {
    await handoffs.worker?.close();
    await handoffs.startWorker({ TEMPORAL_NAMESPACE: namespace, WORKER_BUILD_ID: buildId });
    await makeCurrent(buildId);
  };
  const recordOf = async (handoffId: string): Promise<RecordedStep[]> =>
    ((await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body['record'] ?? []) as RecordedStep[];
  const has = async (handoffId: string, type: RecordedStep['step']['type']): Promise<RecordedStep | undefined> =>
    (await recordOf(handoffId)).find(({ step }) => step.type === type);
  /** The build of each completed task, in the order of the history. */
  const buildsOf = async (handoffId: string): Promise<string[]> => {
    const { events } = await client.workflow.getHandle(handoffId).fetchHistory();
    return (events ?? []).flatMap(
      ({ workflowTaskCompletedEventAttributes: completed }) => completed?.deploymentVersion?.buildId ?? [],
    );
  };

  it(
    'the current build runs all open handoffs, and the next one takes them over with their deadlines',
    async () => {
      await runBuild('build-a');
      const agreementVersion = await handoffs.publishAgreement(
        aShortAgreement({ acceptance: 'PT10S', firstContact: 'PT30M', touches: 'PT48H' }),
      );
      const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion });
      await waitUntil(() => has(handoffId, 'assigned'), { what: 'the handoff has an owner' });

      await runBuild('build-b');
      const broken = await waitUntil(() => has(handoffId, 'promise-broken'), {
        what: 'the acceptance promise breaks under the new build',
      });
      const [due] = (await recordOf(handoffId)).flatMap(({ step }) =>
        step.type === 'promise-started' && step.promise === 'acceptance' ? [step.dueAt] : [],
      );
      expect(broken).toMatchObject({ at: due, step: { promise: 'acceptance', dueAt: due } });

      // The task that broke the promise completes only after its commit.
      await waitUntil(async () => (await buildsOf(handoffId)).includes('build-b'), {
        what: 'a task of the new build is complete',
      });
      expect([...new Set(await buildsOf(handoffId))]).toEqual(['build-a', 'build-b']);
    },
    LONGEST_TEST_MILLISECONDS,
  );
});
