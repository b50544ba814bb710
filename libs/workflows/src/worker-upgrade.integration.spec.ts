import type { Agreement } from '@baton/domain';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { accept, rep } from './spec/commands.ts';
import { HandoffEnvironment } from './spec/handoff-environment.ts';
import { roundTheClockAgreement } from './spec/in-memory-record-store.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');
const acceptance = { ...roundTheClockAgreement.promises.acceptance, within: 'PT6S', remindAtShares: [] };
const shortPromises: Agreement = {
  ...roundTheClockAgreement,
  promises: { ...roundTheClockAgreement.promises, acceptance },
};
/** Covers draining the old worker and bundling the new workflows. */
const TEST_TIMEOUT_MILLISECONDS = 180_000;

/** The first of the three releases of a patch, while handoffs run that started before it. */
describe('A worker with a patched workflow', () => {
  const environment = useEnvironment(() => HandoffEnvironment.onRealServer(shortPromises));

  it(
    'running handoffs keep their clocks and the old code, new ones take the new code, and both replay',
    async () => {
      const patched = await workflowBundle('patched-change.workflow.ts');
      const old = await (await environment().start({ team: ['anna'] })).waitForTransfer();
      const due = old.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt;
      await environment().upgradeTo(patched);
      await old.waitForState(({ brokenPromises }) => brokenPromises.includes('acceptance'));
      expect(old.steps('promise-broken')).toMatchObject([{ promise: 'acceptance', dueAt: due }]);
      expect(await old.state()).toEqual(old.recordedState);

      const fresh = await (await environment().start({ team: ['anna'] })).waitForTransfer();
      expect(await fresh.tryCommand(anna, accept)).toBeUndefined();

      const histories = await Promise.all(
        [old, fresh].map(async (each) => [each, await each.handle.fetchHistory()] as const),
      );
      for (const [handoff, history] of histories)
        await Worker.runReplayHistory({ workflowBundle: patched }, history, handoff.id);
      // A patch must stay as long as a handoff that took it is running.
      const freshHistory = await fresh.handle.fetchHistory();
      const unpatched = Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, freshHistory, fresh.id);
      await expect(unpatched).rejects.toThrow(DeterminismViolationError);
    },
    TEST_TIMEOUT_MILLISECONDS,
  );
});
