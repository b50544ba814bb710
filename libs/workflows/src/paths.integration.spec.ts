import type { HandoffStep } from '@baton/domain';
import { saveHistory } from './spec/recorded-histories.ts';
import { mainPaths } from './spec/main-paths.ts';
import { exceptionPaths } from './spec/exception-paths.ts';
import { useEnvironment } from './spec/use-environment.ts';

const paths = [...mainPaths, ...exceptionPaths];

/** Describes a notable step in a few words. Routine steps, which every path has, are left out. */
function summaryOf(step: HandoffStep): string[] {
  switch (step.type) {
    case 'assigned':
      return [`${step.ownerId} ${step.reason}`];
    case 'queued':
      return [`queued ${step.reason}`];
    case 'owner-checked':
      return [step.result];
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

describe('The paths of a handoff in simulated time', () => {
  const environment = useEnvironment();

  it.each(paths)(
    'the path $name records its steps and ends as $ending',
    async ({ name, team = ['anna', 'boris', 'clara'], askedCriteria = [], run, expectedSteps, ending }) => {
      const handoff = await environment().start({ team, askedCriteria });
      await handoff.waitForTransfer();
      await run(handoff);
      expect(await handoff.handle.result()).toBe(ending);
      expect(
        environment()
          .recordStore.stepsOf(handoff.id)
          .flatMap(({ step }) => summaryOf(step)),
      ).toEqual(expectedSteps);
      expect(await handoff.state()).toEqual(handoff.recordedState);
      await saveHistory(name, handoff);
    },
  );
});
