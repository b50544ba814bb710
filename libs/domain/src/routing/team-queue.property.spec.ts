import fc from 'fast-check';
import { nextDeadline } from '../handoff/deadlines.ts';
import { anyFloorStory } from '../spec/floor/arbitrary-floor.ts';
import type { FloorStory } from '../spec/floor/arbitrary-floor.ts';
import { FloorAudit } from '../spec/floor/floor-audit.ts';
import { runFloorStory } from '../spec/floor/run-floor-story.ts';
import { DAY } from '../time/units.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env['RUNS'] ?? 150);

describe(`a floor of two teams with queues through generated events (seed ${seed}; set SEED to repeat)`, () => {
  it('every lead has one owner or a named alarm, routing gives nobody more leads than slots, and the record replays', () => {
    fc.assert(
      fc.property(anyFloorStory, (story: FloorStory) => {
        let audit: FloorAudit | undefined;
        const floor = runFloorStory(story, (each) => {
          const created = new FloorAudit(each);
          audit = created;
          return () => created.check();
        });
        audit?.checkReplay();
        // Left alone for two weeks, every clock runs out, and each lead still has its owner or alarm.
        floor.advanceTo(new Date(Date.parse(floor.now) + 14 * DAY).toISOString());
        audit?.check();
        for (const { state } of floor.open)
          expect(Date.parse(nextDeadline(state) ?? '9999-01-01')).toBeGreaterThan(Date.parse(floor.now));
      }),
      { seed, numRuns },
    );
  }, 120_000);
});
