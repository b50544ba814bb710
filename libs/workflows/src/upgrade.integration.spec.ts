import type { Agreement } from '@baton/domain';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { accept, rep } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { atAnyHour } from './spec/memory-record.ts';
import { workflowBundle } from './spec/workflow-bundle.ts';

const anna = rep('anna');
const acceptance = { ...atAnyHour.promises.acceptance, within: 'PT6S', remindAt: [] };
const hasty: Agreement = { ...atAnyHour, promises: { ...atAnyHour.promises, acceptance } };
/** Draining, and packing the new workflows. */
const UPGRADE_WITHIN_MILLISECONDS = 180_000;

/** The first step of three: the new way behind a patch, while handoffs live that began in the old one. */
describe('A worker with patched workflows takes over from one that is drained', () => {
  let world: HandoffWorld;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.onServer(hasty);
  }, WORLD_WITHIN_MILLISECONDS);
  afterAll(() => world?.close());

  it(
    'what runs keeps its clock and its old way, what begins takes the new one, and both replay',
    async () => {
      const patched = await workflowBundle('patched.workflow.ts');
      const old = await (await world.start({ team: ['anna'] })).transferred();
      const due = old.recorded.promises.find(({ promise }) => promise === 'acceptance')?.dueAt;
      await world.upgradeTo(patched);
      await old.recordedUntil(({ brokenPromises }) => brokenPromises.includes('acceptance'));
      expect(old.steps('promise-broken')).toMatchObject([{ promise: 'acceptance', dueAt: due }]);
      expect(await old.state()).toEqual(old.recorded);

      const fresh = await (await world.start({ team: ['anna'] })).transferred();
      expect(await fresh.tell(anna, accept)).toBeUndefined();

      const histories = [await old.handle.fetchHistory(), await fresh.handle.fetchHistory()];
      for (const history of histories) await Worker.runReplayHistory({ workflowBundle: patched }, history);
      // Which is why a patch stays until no handoff that knows it runs any more.
      const unpatched = Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, histories[1]);
      await expect(unpatched).rejects.toThrow(DeterminismViolationError);
    },
    UPGRADE_WITHIN_MILLISECONDS,
  );
});
