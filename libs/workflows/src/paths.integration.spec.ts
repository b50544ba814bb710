import type { HandoffStep, AssignmentReason } from '@baton/domain';
import { HandoffEnvironment, silenceRuntime, SETUP_TIMEOUT_MILLISECONDS } from './spec/handoff-environment.ts';
import { saveHistory } from './spec/recorded-histories.ts';
import { mainPaths } from './spec/main-paths.ts';
import { exceptionPaths } from './spec/exception-paths.ts';

const paths = [...mainPaths, ...exceptionPaths];

/** A step in a word or two; nothing for those that every path is full of. */
function storyOf(step: HandoffStep): string[] {
  const assigned = (to: string, why: AssignmentReason): string[] => [`${to} ${why}`];
  switch (step.type) {
    case 'assigned':
      return assigned(step.ownerId, step.reason);
    case 'nobody-eligible':
      return assigned(step.ownerStays ? 'stays' : 'nobody', step.reason);
    case 'opened':
    case 'accepted':
    case 'declined':
    case 'note-added':
    case 'qualified':
    case 'returned':
    case 'return-accepted':
    case 'return-contested':
    case 'dispute-decided':
    case 'sql-withdrawn':
    case 'next-step-agreed':
    case 'lead-replied':
    case 'signal-added':
    case 'opted-out':
      return [step.type];
    case 'touched':
      return [`touched ${step.countedTouchNumber}`];
    case 'unreachable':
      return [step.automatic ? 'unreachable automatically' : 'unreachable'];
    case 'promise-reminder-due':
      if (step.promise === 'activity') return [];
      return [step.skipped ? 'skipped' : 'reminded'];
    case 'promise-broken':
      return [`broken ${step.promise} ${step.clock}`];
    case 'promise-kept':
      return step.late ? [`late ${step.promise} ${step.clock}`] : [];
    default:
      return [];
  }
}

describe('Every path of a handoff, in simulated time', () => {
  let world: HandoffEnvironment;
  beforeAll(async () => {
    silenceRuntime();
    world = await HandoffEnvironment.withTimeSkipping();
  }, SETUP_TIMEOUT_MILLISECONDS);
  afterAll(async () => {
    expect(world.recordStore.divergences).toEqual([]);
    await world?.close();
  });

  it.each(paths)(
    '$name',
    async ({
      name,
      team = ['anna', 'boris', 'clara'],
      askedCriteria: asked = [],
      run: live,
      expectedSteps: tells,
      ending,
    }) => {
      const handoff = await world.start({ team, askedCriteria: asked });
      await handoff.waitForTransfer();
      await live(handoff);
      expect(await handoff.handle.result()).toBe(ending);
      expect(world.recordStore.stepsOf(handoff.id).flatMap(({ step }) => storyOf(step))).toEqual(tells);
      expect(await handoff.state()).toEqual(handoff.recordedState);
      await saveHistory(name, handoff);
    },
  );
});
