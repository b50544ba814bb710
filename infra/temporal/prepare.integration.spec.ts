import { randomUUID } from 'node:crypto';
import { prepareTemporal, withTemporal } from './prepare.ts';
import { searchAttributes } from './search-attributes.ts';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
const daySeconds = 86_400;

const retentionDaysOf = (namespace: string): Promise<number> =>
  withTemporal({ address }, async ({ workflowService }) => {
    const { config } = await workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / daySeconds;
  });

const namespaceWith = async (days: number): Promise<string> => {
  const namespace = `spec-${randomUUID()}`;
  await withTemporal({ address }, ({ workflowService }) =>
    workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: (days * daySeconds) as never },
    }),
  );
  return namespace;
};

describe('prepareTemporal', () => {
  afterEach(() => {
    delete process.env['TEMPORAL_NAMESPACE'];
  });

  it('prepareTemporal creates the namespace of the services with its search attributes', async () => {
    const namespace = `spec-${randomUUID()}`;
    process.env['TEMPORAL_NAMESPACE'] = namespace;
    await prepareTemporal({ address });
    expect(await retentionDaysOf(namespace)).toBe(30);
    const { customAttributes } = await withTemporal({ address }, ({ operatorService }) =>
      operatorService.listSearchAttributes({ namespace }),
    );
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(searchAttributes)));
  }, 60_000);

  it.each([
    ['keeps a longer retention', 90, 90],
    ['extends a shorter retention to 30 days', 2, 30],
  ])(
    'prepareTemporal %s',
    async (_title, before, after) => {
      const namespace = await namespaceWith(before);
      await prepareTemporal({ address }, namespace);
      expect(await retentionDaysOf(namespace)).toBe(after);
    },
    60_000,
  );
});
