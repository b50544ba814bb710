import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { silenceRuntime } from './spec/handoff-environment.ts';
import { loadHistories, workflowIdOf } from './spec/recorded-histories.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';

const histories = await loadHistories();

/** A handoff that started under an earlier version of the workflow must continue under this one. */
describe('Recorded histories', () => {
  let current: WorkflowBundleWithSourceMap;
  let unpatched: WorkflowBundleWithSourceMap;
  let patched: WorkflowBundleWithSourceMap;
  beforeAll(async () => {
    silenceRuntime();
    current = await workflowBundle();
    unpatched = await workflowBundle('unpatched-change.workflow.ts');
    patched = await workflowBundle('patched-change.workflow.ts');
  }, 60_000);

  it('the recorded histories include the long ones', () => {
    expect(histories.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'accepted-and-qualified',
        'accepted-late',
        'unreachable-over-two-days',
        'continued-as-new',
      ]),
    );
  });

  it.each(histories)('the history %s replays', async (_, history) => {
    await Worker.runReplayHistory({ workflowBundle: current }, history, workflowIdOf(history));
  });

  it('a change without a patch fails the replay', async () => {
    const [, history] = histories[0]!;
    await expect(
      Worker.runReplayHistory({ workflowBundle: unpatched }, history, workflowIdOf(history)),
    ).rejects.toThrow(DeterminismViolationError);
  });

  it.each(histories)('the history %s replays under the same change behind a patch', async (_, history) => {
    await Worker.runReplayHistory({ workflowBundle: patched }, history, workflowIdOf(history));
  });
});
