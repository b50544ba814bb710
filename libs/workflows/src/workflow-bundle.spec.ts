import { HANDOFF_WORKFLOW } from './handoff.contract.ts';
import { POSTPONEMENT_WORKFLOW } from './postponement.contract.ts';
import { RECONCILIATION_WORKFLOW } from './reconciliation.contract.ts';
import { RESULTS_OWED_WORKFLOW } from './results-owed.contract.ts';
import { RETENTION_WORKFLOW } from './retention.contract.ts';
import { SILENT_SOURCES_WORKFLOW } from './silent-sources.contract.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';
import * as workflows from './workflows.ts';

describe('The workflow bundle', () => {
  let sources: string[];
  beforeAll(async () => {
    const { code } = await workflowBundle();
    const map = /sourceMappingURL=data:[^,]*base64,(\S+)/.exec(code)?.[1] ?? '';
    sources = (JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] }).sources;
  }, 60_000);

  it('the exports are the workflow types that are started, and one that fails all others', () => {
    expect(Object.keys(workflows).sort()).toEqual([
      'default',
      HANDOFF_WORKFLOW,
      POSTPONEMENT_WORKFLOW,
      RECONCILIATION_WORKFLOW,
      RESULTS_OWED_WORKFLOW,
      RETENTION_WORKFLOW,
      SILENT_SOURCES_WORKFLOW,
    ]);
  });

  it('the bundle contains workflows, rules and the SDK, but no framework, driver or built-in', () => {
    expect(sources.some((source) => source.includes('handoff.workflow'))).toBe(true);
    const foreign = /@nestjs|typeorm|kafkajs|\/pg\/|class-(validator|transformer)|@temporalio\/(client|worker)|zod/;
    expect(sources.filter((source) => foreign.test(source))).toEqual([]);
    const packages = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    expect([...new Set(packages)].filter((name) => !name.startsWith('@temporalio/')).sort()).toEqual(
      ['long', 'ms', 'nexus-rpc'].filter((name) => packages.includes(name)),
    );
  });
});
