import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import { explainTemporalFailure } from '@baton/service/connections';
import type { TemporalEndpoint } from '@baton/service/connections';
import { Failure } from '../failure.ts';
import { temporalNamespace } from './namespace.ts';
import { searchAttributes } from './search-attributes.ts';

const RETENTION_DAYS = 30;
const PROBE_TIMEOUT_MILLISECONDS = 3000;
/** The numbers of temporal.api.enums.v1.IndexedValueType. */
const indexedValueTypes = { Keyword: 2, Int: 3, Datetime: 6, KeywordList: 7 } as const;

/** Fails with the reason when the server does not respond; Connection.connect only says that it took too long. */
async function probe(endpoint: TemporalEndpoint): Promise<void> {
  const connection = Connection.lazy({ ...endpoint, interceptors: [] });
  try {
    const call = (): Promise<unknown> => connection.workflowService.getSystemInfo({});
    await connection.withDeadline(Date.now() + PROBE_TIMEOUT_MILLISECONDS, call);
  } finally {
    await connection.close();
  }
}

/** Opens a connection for a few calls. */
export async function withTemporal<Result>(
  endpoint: TemporalEndpoint,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  await probe(endpoint);
  const options: ConnectionOptions = { ...endpoint, connectTimeout: '3s' };
  const connection = await Connection.connect(options);
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Whether the development server is ready: it creates the namespace "default" after it starts to listen. */
export const isTemporalReady = (address: string): Promise<boolean> =>
  withTemporal({ address }, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    return true;
  });

/** Whether a server responds, regardless of its namespaces. */
export const isTemporalListening = (endpoint: TemporalEndpoint): Promise<boolean> =>
  withTemporal(endpoint, async (connection) => {
    await connection.workflowService.getSystemInfo({});
    return true;
  });

async function addSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const present = async (): Promise<Set<string>> => {
    const response = await connection.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(response.customAttributes ?? {}));
  };
  const found = await present();
  const missing = Object.entries(searchAttributes).filter(([name]) => !found.has(name));
  if (missing.length === 0) return;
  const additions = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]]));
  await connection.operatorService
    .addSearchAttributes({ namespace, searchAttributes: additions })
    .catch((error: unknown) => {
      if (!isForbidden(error)) throw error;
      const list = missing.map(([name, type]) => `${name} (${type})`).join(', ');
      throw new Failure(
        `The namespace "${namespace}" lacks search attributes, and Temporal does not let Baton add them: ${list}.`,
        `Add them yourself; in Temporal Cloud: tcld namespace search-attributes add --namespace ${namespace} --sa NAME=TYPE`,
      );
    });
  for (let tries = 0; tries < 50; tries += 1) {
    const now = await present();
    if (missing.every(([name]) => now.has(name))) return;
    await pause(200);
  }
  throw new Error('The new search attributes did not appear within 10 s');
}

const RETENTION_SECONDS = RETENTION_DAYS * 86_400;
const retention = { seconds: RETENTION_SECONDS as never };
const GRPC_NOT_FOUND = 5;
const GRPC_PERMISSION_DENIED = 7;
const GRPC_UNIMPLEMENTED = 12;

/** Temporal Cloud lets applications use a namespace, but not change it. */
const isForbidden = (error: unknown): boolean =>
  [GRPC_PERMISSION_DENIED, GRPC_UNIMPLEMENTED].includes(Number((error as { code?: unknown }).code));

/** Creates the namespace if it is missing, and keeps closed handoffs in it for at least 30 days. */
async function ensureNamespace({ workflowService }: Connection, namespace: string): Promise<void> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= RETENTION_SECONDS) return;
    await workflowService
      .updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } })
      .catch((error: unknown) => {
        if (!isForbidden(error)) throw error;
        throw new Failure(
          `The namespace "${namespace}" keeps closed workflows for less than ${RETENTION_DAYS} days, and Temporal does not let Baton change it.`,
          `Set its retention to at least ${RETENTION_DAYS} days; in Temporal Cloud: tcld namespace retention set --namespace ${namespace} --retention-days ${RETENTION_DAYS}`,
        );
      });
  } catch (error) {
    if ((error as { code?: unknown }).code !== GRPC_NOT_FOUND) throw error;
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention });
  }
}

/** All services of the server know a new namespace only after some seconds. */
async function retryWhileNotFound(work: () => Promise<void>, tries = 20): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (tries <= 1 || (error as { code?: unknown }).code !== GRPC_NOT_FOUND) throw error;
    await pause(1000);
    await retryWhileNotFound(work, tries - 1);
  }
}

/** Creates the namespace, its minimum retention and its search attributes where they are missing. */
export async function prepareTemporal(endpoint: TemporalEndpoint, namespace = temporalNamespace()): Promise<void> {
  try {
    await withTemporal(endpoint, async (connection) => {
      await ensureNamespace(connection, namespace);
      await retryWhileNotFound(() => addSearchAttributes(connection, namespace));
    });
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = explainTemporalFailure(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Failure(
      `Temporal at ${endpoint.address} cannot be prepared: ${reason}`,
      `Check that it is running and that Baton may create the namespace "${namespace}" and its search attributes.`,
    );
  }
}
