import { setTimeout as pause } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { Failure } from '../system/failure.ts';
import { searchAttributes } from './search-attributes.ts';

const retentionDays = 30;
/** The numbers of temporal.api.enums.v1.IndexedValueType. */
const typeNumbers = { Keyword: 2, Int: 3, Datetime: 6, KeywordList: 7 } as const;

/** A connection for a few calls. */
export async function withTemporal<Result>(
  address: string,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const options: ConnectionOptions = { address, connectTimeout: '3s' };
  const connection = await Connection.connect(options);
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Whether the server serves the namespace. */
export const temporalAnswers = (address: string, namespace = 'default'): Promise<boolean> =>
  withTemporal(address, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  });

async function addSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const present = async (): Promise<Set<string>> => {
    const answer = await connection.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(answer.customAttributes ?? {}));
  };
  const found = await present();
  const missing = Object.entries(searchAttributes).filter(([name]) => !found.has(name));
  if (missing.length === 0) return;
  const additions = Object.fromEntries(missing.map(([name, type]) => [name, typeNumbers[type]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: additions });
  for (let tries = 0; tries < 50; tries += 1) {
    const now = await present();
    if (missing.every(([name]) => now.has(name))) return;
    await pause(200);
  }
  throw new Error('the new search attributes did not appear within 10 s');
}

/** Closed handoffs stay visible for a month, as the record keeps them for ever. */
async function keepLonger(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: { seconds: (retentionDays * 86_400) as never } },
  });
}

/** Search attributes and retention; what is there already stays. */
export async function prepareTemporal(address: string, namespace = 'default'): Promise<void> {
  try {
    await withTemporal(address, async (connection) => {
      await addSearchAttributes(connection, namespace);
      await keepLonger(connection, namespace);
    });
  } catch (error) {
    throw new Failure(
      `Temporal at ${address} cannot be prepared: ${error instanceof Error ? error.message : String(error)}`,
      `Check that it runs, has the namespace "${namespace}", and lets us add search attributes.`,
    );
  }
}
