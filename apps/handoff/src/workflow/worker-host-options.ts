import type { WorkerHostOptions } from '@baton/service';
import { HANDOFF_TASK_QUEUE } from '@baton/workflows';
import type { HandoffSinks } from '@baton/workflows';
import type { InjectedSinks, WorkerOptions } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { HandoffConfig } from '../handoff.config.ts';

/** Bundled at build time by `build-bundle.ts`, because compiling it at each start would take seconds. */
const bundlePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));

/** The Temporal worker deployment. Its versions are the builds of this worker. */
const DEPLOYMENT_NAME = 'baton-handoff';

export const workerHostOptions = (
  config: HandoffConfig,
  sinks: InjectedSinks<HandoffSinks>,
): Pick<WorkerHostOptions, 'taskQueue' | 'workflowBundle' | 'options'> => ({
  taskQueue: HANDOFF_TASK_QUEUE,
  workflowBundle: { codePath: bundlePath },
  options: {
    sinks,
    // After a crash of a worker, its handoffs wait this long for another one. The default is ten seconds.
    stickyQueueScheduleToStartTimeout: '4s',
    // Each task commits over the pool. More tasks would wait for a connection until Temporal times them out and
    // runs all of them again.
    maxConcurrentWorkflowTaskExecutions: config.DATABASE_POOL_SIZE,
    ...versioningOptions(config),
  },
});

/** Running handoffs move to the current version: they live for weeks, longer than old builds are kept. */
const versioningOptions = ({ WORKER_BUILD_ID }: HandoffConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  WORKER_BUILD_ID === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          useWorkerVersioning: true,
          version: { deploymentName: DEPLOYMENT_NAME, buildId: WORKER_BUILD_ID },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };
