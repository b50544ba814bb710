import type { HandoffStep, WhyAssigned } from '@baton/domain';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { keepHistory } from './spec/keep-history.ts';
import { straightPaths } from './spec/straight-paths.ts';
import { windingPaths } from './spec/winding-paths.ts';

const paths = [...straightPaths, ...windingPaths];

/** A step in a word or two; nothing for those that every path is full of. */
function told(step: HandoffStep): string[] {
  const assigned = (to: string, why: WhyAssigned): string[] => [`${to} ${why}`];
  switch (step.type) {
    case 'assigned':
      return assigned(step.ownerId, step.why);
    case 'nobody-eligible':
      return assigned(step.ownerStays ? 'stays' : 'nobody', step.why);
    case 'opened':
    case 'accepted':
    case 'declined':
    case 'noted':
    case 'qualified':
    case 'returned':
    case 'return-accepted':
    case 'return-contested':
    case 'dispute-decided':
    case 'sql-withdrawn':
    case 'next-step-agreed':
    case 'lead-answered':
    case 'signal-added':
    case 'opted-out':
      return [step.type];
    case 'touched':
      return [`touched ${step.countedAs}`];
    case 'unreachable':
      return [step.byItself ? 'unreachable by itself' : 'unreachable'];
    case 'promise-reminded':
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
  let world: HandoffWorld;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.skippingTime();
  }, WORLD_WITHIN_MILLISECONDS);
  afterAll(async () => {
    expect(world.record.divergences).toEqual([]);
    await world?.close();
  });

  it.each(paths)('$name', async ({ name, team = ['anna', 'boris', 'clara'], asked = [], live, tells, ending }) => {
    const handoff = await world.start({ team, asked });
    await handoff.transferred();
    await live(handoff);
    expect(await handoff.handle.result()).toBe(ending);
    expect(world.record.of(handoff.id).flatMap(({ step }) => told(step))).toEqual(tells);
    expect(await handoff.state()).toEqual(handoff.recorded);
    await keepHistory(name, handoff);
  });
});
