import { gatherFacts, lostCauses, lostByProcess, noFacts, workdaysOf, WorkingTime } from '@baton/domain';
import { Chance } from './chance.ts';
import { generateWorld } from './generated-world.ts';
import { endingLast, lostCauseOf } from './oracle-lost.ts';
import { tellPromises } from './oracle-promises.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

/** The lives of some leads, each with its fold and its agreement's hours. */
function lives(worldSeed: number) {
  const world = generateWorld(worldSeed, 40);
  const times = new Map(
    world.flatMap((event) =>
      event.topic === 'agreement'
        ? [[event.data.version, new WorkingTime({ ...event.data.agreement.calendar, absences: [] })]]
        : [],
    ),
  );
  const steps = world.flatMap((event) => (event.topic === 'step' ? [event.data] : []));
  return [...Map.groupBy(steps, ({ handoffId }) => handoffId).values()].flatMap((record) => {
    const time = times.get(record[0]?.agreementVersion ?? 0);
    if (record[0]?.step.type !== 'started' || !time) return [];
    const facts = record.reduce((known, step) => gatherFacts(known, step, workdaysOf(time)).facts, noFacts);
    return [{ record, time, facts }];
  });
}

describe(`generated lives (seed ${seed})`, () => {
  it('are lost at each moment by the fold of their record as by the definition', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 16; round += 1) {
      const chance = new Chance(seed + round);
      for (const { record, time, facts } of lives(seed + round)) {
        const { at } = chance.pick(...(record as [(typeof record)[0]]));
        for (const asOf of [at, chance.happens(0.5) ? '2026-04-06T00:00:00.000Z' : '2026-03-20T12:00:00.000Z']) {
          const known = endingLast(record).filter((step) => Date.parse(step.at) <= Date.parse(asOf));
          const begun = Math.min(Date.parse(record[0]?.at ?? asOf), Date.parse(asOf));
          const told = lostCauseOf(known, begun, Date.parse(asOf), time);
          const folded = lostByProcess(facts.marks, asOf)?.cause;
          // Without an owner from the start is told beside the fold, from the verdict.
          if (told === 'unowned' && folded !== 'unowned') continue;
          expect({ id: record[0]?.handoffId, asOf, cause: folded }).toEqual({
            ...{ id: record[0]?.handoffId, asOf, cause: told },
          });
          if (folded) seen.add(folded);
        }
      }
    }
    // Rare: everybody of a team away for a working day.
    expect(lostCauses.filter((cause) => cause !== 'unowned' && !seen.has(cause))).toEqual([]);
  });

  it('hold every step that a record can hold', () => {
    const types = new Set<string>();
    const shown = { corrected: 0, escalated: 0, replaced: 0 };
    for (let round = 0; round < 16; round += 1) {
      for (const { record } of lives(seed + round)) {
        for (const { step } of record) types.add(step.type);
        const told = tellPromises(record);
        shown.corrected += told.filter(({ corrected }) => corrected).length;
        shown.escalated += told.filter(({ escalated }) => escalated).length;
        shown.replaced += record.filter(({ step }) => step.type === 'promise-started').length - told.length;
      }
    }
    const wanted = [
      'promise-moved',
      'touch-voided',
      'contact-corrected',
      'lead-answered',
      'signal-added',
      'next-step-agreed',
      'opted-out',
      'escalated',
      'breach-corrected',
      'questions-answered',
      'return-held',
      'return-accepted',
      'return-contested',
      'dispute-decided',
      'sql-withdrawn',
      'returned',
      'qualified',
      'unreachable',
      'ended',
    ];
    expect(wanted.filter((type) => !types.has(type))).toEqual([]);
    expect(Math.min(...Object.values(shown))).toBeGreaterThan(0);
  });
});
