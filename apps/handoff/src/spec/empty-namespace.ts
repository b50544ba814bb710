import { requiredEnvironment, waitUntil } from '@baton/testing';
import { searchAttributes } from '@baton/workflows';
import { Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';

/** The numbers of temporal.api.enums.v1.IndexedValueType. */
const typeNumbers = { KEYWORD: 2, INT: 3, DATETIME: 6, KEYWORD_LIST: 7 } as const;
const DAY_SECONDS = 86_400;

/** Creates a namespace, which looks like a new, empty Temporal server to a service. */
export async function createEmptyNamespace(): Promise<string> {
  const namespace = `spec-${randomUUID()}`;
  const connection = await Connection.connect({ address: requiredEnvironment('TEST_TEMPORAL_ADDRESS') });
  try {
    const retention = { seconds: DAY_SECONDS as never };
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention });
    const attributes = Object.values(searchAttributes).map(({ name, type }) => [name, typeNumbers[type]] as const);
    await waitUntil(
      async () => {
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(attributes),
        });
        return true;
      },
      { what: 'the new namespace accepts search attributes', withinMilliseconds: 60_000, everyMilliseconds: 250 },
    );
    await waitUntil(
      async () => {
        const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
        return attributes.every(([name]) => customAttributes?.[name] !== undefined);
      },
      { what: 'the new namespace lists its search attributes', withinMilliseconds: 60_000 },
    );
    return namespace;
  } finally {
    await connection.close();
  }
}
