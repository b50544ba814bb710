/** `npm run replay [-- <workflow id>]`: checks that running workflows can continue on the workflow code built here. */
import { explainTemporalFailure, temporalEndpoint, temporalSettings } from '@baton/service/connections';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from './cli-error.ts';
import { localPortBase } from './endpoint.ts';
import { findStuckWorkflows, replayRunning } from './replay-running.ts';

/** Offset in the block of ports; see infra/process/ports.ts. */
const TEMPORAL_PORT_OFFSET = 13;
const CONNECT_TIMEOUT_MILLISECONDS = 5000;
const bundlePath = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');

async function replayRunningWorkflows([only]: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  if (!existsSync(bundlePath)) throw new CliError('The workflows are not built. Run npm run build.', 1);
  const address = environment['TEMPORAL_ADDRESS'] ?? `127.0.0.1:${localPortBase(environment) + TEMPORAL_PORT_OFFSET}`;
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'OFF' } },
  });
  const connection = Connection.lazy(temporalEndpoint(temporalSettings({ ...environment, TEMPORAL_ADDRESS: address })));
  let [compatible, incompatible] = [0, 0];
  let stuck: string[] = [];
  try {
    await connection.withDeadline(Date.now() + CONNECT_TIMEOUT_MILLISECONDS, () =>
      connection.workflowService.getSystemInfo({}),
    );
    const client = new Client({ connection, namespace: environment['TEMPORAL_NAMESPACE'] ?? 'default' });
    for await (const { workflowId, error } of replayRunning(client, { codePath: bundlePath }, only)) {
      if (error) console.log(`✖ ${workflowId}: ${error.message}`);
      if (error) incompatible += 1;
      else compatible += 1;
    }
    stuck = await findStuckWorkflows(client, only);
  } finally {
    await connection.close();
  }
  for (const workflowId of stuck) console.log(`✖ ${workflowId}: its task keeps failing on the worker that runs now`);
  console.log(`Workflows that replay: ${compatible}, that fail: ${incompatible}, that are stuck: ${stuck.length}`);
  return incompatible === 0 ? 0 : 1;
}

try {
  process.exitCode = await replayRunningWorkflows(process.argv.slice(2), process.env);
} catch (error) {
  const isExpected = error instanceof CliError || (error instanceof Error && error.name === 'ConfigurationError');
  const explanation = isExpected ? error.message : explainTemporalFailure(error);
  console.error(`✖ ${explanation ?? (error instanceof Error ? error.stack : String(error))}`);
  process.exitCode = error instanceof CliError ? error.exitCode : 1;
}
