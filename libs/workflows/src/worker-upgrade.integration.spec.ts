import type { Agreement } from '@baton/domain';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { accept, rep } from './spec/commands.ts';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import { roundTheClockAgreement } from './spec/in-memory-record-store.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';

const anna = rep('anna');
const acceptance = { ...roundTheClockAgreement.promises.acceptance, within: 'PT6S', remindAt: [] };
const hasty: Agreement = { ...roundTheClockAgreement, promises: { ...roundTheClockAgreement.promises, acceptance } };
/** Draining, and packing the new workflows. */
const UPGRADE_WITHIN_MILLISECONDS = 180_000;

/** The first step of three: the new way behind a patch, while handoffs live that began in the old one. */
describe('A worker with patched workflows takes over from one that is drained', () => {
  let world: HandoffEnvironment;
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.onRealServer(hasty);
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterAll(() => world?.close());

  it(
    'what runs keeps its clock and its old way, what begins takes the new one, and both replay',
    async () => {
      const patched = await workflowBundle('patched-change.workflow.ts');
      const old = await (await world.start({ team: ['anna'] })).waitForTransfer();
      const due = old.recordedState.promises.find(({ promise }) => promise === 'acceptance')?.dueAt;
      await world.upgradeTo(patched);
      await old.waitForState(({ brokenPromises }) => brokenPromises.includes('acceptance'));
      expect(old.steps('promise-broken')).toMatchObject([{ promise: 'acceptance', dueAt: due }]);
      expect(await old.state()).toEqual(old.recordedState);

      const fresh = await (await world.start({ team: ['anna'] })).waitForTransfer();
      expect(await fresh.tryCommand(anna, accept)).toBeUndefined();

      const histories = [await old.handle.fetchHistory(), await fresh.handle.fetchHistory()];
      for (const history of histories) await Worker.runReplayHistory({ workflowBundle: patched }, history);
      // Which is why a patch stays until no handoff that knows it runs any more.
      const unpatched = Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, histories[1]);
      await expect(unpatched).rejects.toThrow(DeterminismViolationError);
    },
    UPGRADE_WITHIN_MILLISECONDS,
  );
});
