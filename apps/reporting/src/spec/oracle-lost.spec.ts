import { foldFacts, lostCauses, lostByProcess, emptyFacts, workdayLimits, WorkingTime } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { generateEventLog } from './generated-event-log.ts';
import { lostCauseOf } from './oracle-lost.ts';
import { expectedPromises } from './oracle-promises.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e9));

const termsOf = ({ calendar, lost }: Agreement) => ({ time: new WorkingTime({ ...calendar, absences: [] }), lost });

/** The records of generated handoffs, each with its folded facts and its agreement's working time. */
function foldedRecords(worldSeed: number) {
  const events = generateEventLog(worldSeed, 40);
  const terms = new Map(
    events.flatMap((event) =>
      event.topic === 'agreement' ? [[event.data.version, termsOf(event.data.agreement)] as const] : [],
    ),
  );
  const steps = events.flatMap((event) => (event.topic === 'step' ? [event.data] : []));
  return [...Map.groupBy(steps, ({ handoffId }) => handoffId).values()].flatMap((record) => {
    const { time, lost } = terms.get(record[0]?.agreementVersion ?? 0) ?? {};
    if (record[0]?.step.type !== 'started' || !time || !lost) return [];
    const facts = record.reduce((known, step) => foldFacts(known, step, workdayLimits(time, lost)).facts, emptyFacts);
    return [{ record, time, lost, facts }];
  });
}

describe(`lostCauseOf (seed ${seed})`, () => {
  it('the folded facts have the same cause of loss at every moment as the definition', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 16; round += 1) {
      const random = new SeededRandom(seed + round);
      for (const { record, time, lost, facts } of foldedRecords(seed + round)) {
        const { recordedAt } = random.pick(record);
        for (const asOf of [recordedAt, random.chance(0.5) ? '2026-04-06T00:00:00.000Z' : '2026-03-20T12:00:00.000Z']) {
          const known = record.filter((step) => Date.parse(step.recordedAt) <= Date.parse(asOf));
          const begun = Math.min(Date.parse(record[0]?.at ?? asOf), Date.parse(asOf));
          const defined = lostCauseOf(known, begun, Date.parse(asOf), time, lost);
          const folded = lostByProcess(facts.marks, asOf)?.cause;
          // A lead without an owner from the start is marked by its verdict and not by the fold.
          if (defined === 'unowned' && folded !== 'unowned') continue;
          expect({ id: record[0]?.handoffId, asOf, cause: folded }).toEqual({
            id: record[0]?.handoffId,
            asOf,
            cause: defined,
          });
          if (folded) seen.add(folded);
        }
      }
    }
    // `unowned` is rare: a whole team has to be absent for a working day.
    expect(lostCauses.filter((cause) => cause !== 'unowned' && !seen.has(cause))).toEqual([]);
  });

  it('generated records contain every relevant step', () => {
    const types = new Set<string>();
    const shown = { corrected: 0, escalated: 0, replaced: 0 };
    for (let round = 0; round < 16; round += 1) {
      for (const { record } of foldedRecords(seed + round)) {
        for (const { step } of record) types.add(step.type);
        const promises = expectedPromises(record);
        shown.corrected += promises.filter(({ corrected }) => corrected).length;
        shown.escalated += promises.filter(({ escalated }) => escalated).length;
        shown.replaced += record.filter(({ step }) => step.type === 'promise-started').length - promises.length;
      }
    }
    const wanted = [
      'promise-rescheduled',
      'touch-voided',
      'contact-corrected',
      'lead-replied',
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
