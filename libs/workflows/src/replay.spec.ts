import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { silenceRuntime } from './spec/handoff-environment.ts';
import { loadHistories } from './spec/recorded-histories.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';

const histories = await loadHistories();

/** Handoffs that began under an earlier version of the workflow must go on under this one. */
describe('Histories of every path', () => {
  let now: WorkflowBundleWithSourceMap;
  let changed: WorkflowBundleWithSourceMap;
  let patched: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    silenceRuntime();
    now = await workflowBundle();
    changed = await workflowBundle('unpatched-change.workflow.ts');
    patched = await workflowBundle('patched-change.workflow.ts');
  }, 60_000);

  it('are there, with the long ones', () => {
    expect(histories.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'accepted-and-qualified',
        'accepted-late',
        'unreachable-over-two-days',
        'continued-as-new',
      ]),
    );
  });

  it.each(histories)('%s replays', async (_, history) => {
    await Worker.runReplayHistory({ workflowBundle: now }, history);
  });

  it('a change without a patch is found out', async () => {
    const [, history] = histories[0] ?? [];
    await expect(Worker.runReplayHistory({ workflowBundle: changed }, history)).rejects.toThrow(
      DeterminismViolationError,
    );
  });

  it.each(histories)('%s replays under the same change behind a patch', async (_, history) => {
    await Worker.runReplayHistory({ workflowBundle: patched }, history);
  });
});
