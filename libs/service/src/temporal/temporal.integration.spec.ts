import { requiredEnvironment, TcpProxy, waitUntil } from '@baton/testing';
import type { Client } from '@temporalio/client';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { HealthIndicators } from '../health/health-indicators.ts';
import { createLogger } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { recordSpans } from '../spec/span-recorder.ts';
import type { RecordedSpan } from '../spec/span-recorder.ts';
import { testConfig } from '../spec/test-service.ts';
import { inSpan } from '../tracing/span.ts';
import { checkTemporal, createTemporalClient } from './temporal-client.ts';
import { WorkerHost } from './worker-host.ts';
import { workflowInterceptorModules } from './workflow-interceptor-modules.ts';

describe('WorkerHost', () => {
  const taskQueue = `spec-${randomUUID()}`;
  const health = new HealthIndicators();
  const ready = () => host!.check();
  let recorded: ReturnType<typeof recordSpans>;
  let proxy: TcpProxy;
  let client: Client;
  const metrics = new Metrics();
  let host: WorkerHost | undefined;
  let newHost: () => WorkerHost;
  beforeAll(async () => {
    const [hostname, port] = requiredEnvironment('TEST_TEMPORAL_ADDRESS').split(':');
    proxy = new TcpProxy({ host: hostname!, port: Number(port) });
    await proxy.start();
    await proxy.stop();
    recorded = recordSpans();
    const config = testConfig('http://127.0.0.1:1', { TEMPORAL_ADDRESS: `127.0.0.1:${proxy.port}` });
    client = createTemporalClient(config);
    const workflowBundle = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../spec/two-step.workflow.ts', import.meta.url)),
      workflowInterceptorModules,
      logger: new DefaultLogger('WARN'),
    });
    newHost = () =>
      new WorkerHost({
        config,
        logger: createLogger({ name: 'spec', level: 'silent' }),
        health,
        metrics,
        taskQueue,
        workflowBundle,
        activities: { step: () => Promise.resolve() },
      });
  });
  afterAll(async () => {
    await host?.stop();
    await client?.connection.close();
    await proxy.stop();
    await recorded?.stop();
  });

  it('a worker that starts without its server waits for it', async () => {
    await proxy.stop();
    await host?.stop();
    host = newHost();
    host.start();
    await expect(checkTemporal(client)).rejects.toThrow();
    await expect(ready()).rejects.toThrow('is not running');
    await proxy.start();
    await waitUntil(() => ready().then(() => true), { what: 'the worker runs' });
    await waitUntil(() => checkTemporal(client).then(() => true), {
      what: 'the client connects',
    });
  });

  it('a trace continues from the caller through the workflow into the activities of each step', async () => {
    const workflowId = randomUUID();
    await inSpan('start request', {}, async () => {
      await client.workflow.start('twoStep', { taskQueue, workflowId });
    });
    const handle = client.workflow.getHandle(workflowId);
    await inSpan('update request', {}, () => handle.executeUpdate('advance'));
    await handle.result();

    const tree = (root: string): string[] => {
      const spans = recorded.spans();
      const path = (span: RecordedSpan): string[] => [
        span.name,
        ...spans.filter(({ parentSpanId }) => parentSpanId === span.spanId).flatMap(path),
      ];
      return path(spans.find(({ name }) => name === root) as RecordedSpan);
    };
    expect(tree('start request')).toEqual(['start request', 'StartWorkflow twoStep', 'RunActivity step']);
    expect(tree('update request')).toEqual(['update request', 'UpdateWorkflow advance', 'RunActivity step']);
  });

  it('the metrics of the service include those of the Temporal SDK', async () => {
    const text = await metrics.text();
    for (const metric of [
      'temporal_workflow_task_schedule_to_start_latency_seconds_bucket',
      'temporal_worker_task_slots_available',
      'temporal_sticky_cache_size',
    ])
      expect(text).toMatch(new RegExp(`^${metric}{.*task_queue="${taskQueue}"`, 'm'));
    expect(text).toMatch('nodejs_eventloop_lag_seconds');
  });

  it('calls fail in time while the server is down, and succeed within seconds of its return', async () => {
    await proxy.stop();
    await expect(ready()).rejects.toThrow();
    const began = performance.now();
    const call = client.withDeadline(Date.now() + 2000, () =>
      client.workflow.start('twoStep', { taskQueue, workflowId: randomUUID() }),
    );
    await expect(call).rejects.toThrow();
    // The deadline is two seconds; the margin is for a busy machine.
    expect(performance.now() - began).toBeLessThan(3 * 2000);

    await proxy.start();
    await waitUntil(() => checkTemporal(client).then(() => true), {
      what: 'the client is back',
    });
    const handle = await client.workflow.start('twoStep', { taskQueue, workflowId: randomUUID() });
    await handle.executeUpdate('advance');
    await handle.result();
  });
});
