/** `npm run replay [-- <workflow id>]`: whether what runs now would go on under the workflows that are built here. */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { portBaseHere } from '../agreement-command/door.ts';
import { Unusable } from '../agreement-command/usage.ts';
import { replayRunning } from './replay-running.ts';

/** The place of Temporal in the block of ports; see infra/system/ports.ts. */
const TEMPORAL_OFFSET = 13;
const codePath = join(import.meta.dirname, '..', '..', 'dist', 'workflow-bundle.js');

async function replay([only]: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  if (!existsSync(codePath)) throw new Unusable('The workflows are not built yet: npm run build', 1);
  const address = environment['TEMPORAL_ADDRESS'] ?? `127.0.0.1:${portBaseHere(environment) + TEMPORAL_OFFSET}`;
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'OFF' } },
  });
  const connection = await Connection.connect({ address });
  let [good, bad] = [0, 0];
  try {
    const client = new Client({ connection, namespace: environment['TEMPORAL_NAMESPACE'] ?? 'default' });
    for await (const { workflowId, error } of replayRunning(client, { codePath }, only)) {
      if (error) console.log(`✖ ${workflowId}: ${error.message}`);
      if (error) bad += 1;
      else good += 1;
    }
  } finally {
    await connection.close();
  }
  console.log(`${good} would go on, ${bad} would stand still`);
  return bad === 0 ? 0 : 1;
}

try {
  process.exitCode = await replay(process.argv.slice(2), process.env);
} catch (error) {
  const isTold = error instanceof Unusable;
  console.error(`✖ ${isTold ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = isTold ? error.exitCode : 1;
}
