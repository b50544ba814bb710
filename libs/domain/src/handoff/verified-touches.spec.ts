import fc from 'fast-check';
import { factsAfter } from '../spec/recorded-facts.ts';
import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import type { CommandActor } from './commands.ts';
import { countedTouches } from './state.ts';

const anna = rep('anna');
/** The telephone system reports Anna's calls. */
const telephony: CommandActor = { ...anna, via: 'integration:telephony' };

const RECEIVED = at('18:00');

function acceptedByAnna(): SimulatedHandoff {
  const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
  handoff.execute(anna, { type: 'accept' }, at('10:01'));
  return handoff;
}

/** A handoff that Anna has had since 10:00, with calls that are reported together at 18:00. */
function reported(calls: readonly [string, CommandActor?][], handoff = acceptedByAnna()): SimulatedHandoff {
  for (const [madeAt, by = telephony] of calls) {
    expect(handoff.execute(by, call('no-answer', { madeAt }), RECEIVED)).toBeUndefined();
  }
  return handoff;
}

const countedAt = ({ state }: SimulatedHandoff) => countedTouches(state).map((touch) => touch.countedAt);

describe('verified touches', () => {
  it('calls made hours apart and reported together count each', () => {
    const times = [at('10:05'), at('12:00'), at('15:30')];
    const handoff = reported(times.map((time) => [time]));
    expect(countedAt(handoff)).toEqual(times);
    expect(handoff.steps('touched').map(({ countedTouchNumber }) => countedTouchNumber)).toEqual([1, 2, 3]);
    expect(factsAfter(handoff.record).countedTouches).toBe(3);
  });

  it('two calls made five minutes apart count once', () => {
    expect(countedAt(reported([[at('10:05')], [at('10:10')]]))).toEqual([at('10:05')]);
  });

  it('a call between two that were reported before it changes which of them count', () => {
    const handoff = reported([[at('10:08')], [at('10:16')]]);
    expect(countedAt(handoff)).toEqual([at('10:08')]);
    reported([[at('10:01')]], handoff);
    expect(new Set(countedAt(handoff))).toEqual(new Set([at('10:01'), at('10:16')]));
    expect(handoff.steps('touched').map(({ countedTouchNumber }) => countedTouchNumber)).toEqual([1, undefined, 2]);
    expect(factsAfter(handoff.record).countedTouches).toBe(2);
  });

  it.each<[string, Parameters<typeof call>[1]]>([
    ['claims with a note', { evidence: { kind: 'note' } }],
    ['refers to a record', {}],
  ])('a call that a person %s counts by its receipt', (_, changes) => {
    const handoff = acceptedByAnna();
    for (const madeAt of [at('10:05'), at('12:00')])
      handoff.execute(anna, call('no-answer', { madeAt, ...changes }), RECEIVED);
    expect(countedAt(handoff)).toEqual([RECEIVED]);
  });

  it('a verified call and a claimed one are counted independently of each other', () => {
    const handoff = reported([[at('10:05')], [at('11:00'), anna], [at('12:00')]]);
    expect(countedAt(handoff)).toEqual([at('10:05'), RECEIVED, at('12:00')]);
  });

  it('calls on two days that are reported on the second satisfy the two days', () => {
    const handoff = acceptedByAnna();
    for (const madeAt of [at('10:05'), at('11:00', 1)])
      handoff.execute(telephony, call('no-answer', { madeAt }), at('12:00', 1));
    expect(countedTouches(handoff.state).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03']);
  });

  it('a promise is judged by the receipt of the report, with the correction next to its breach', () => {
    const handoff = reported([[at('10:05')]]);
    expect(handoff.steps('promise-broken').map(({ promise }) => promise)).toContain('first-contact');
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')).toMatchObject({
      late: true,
      at: RECEIVED,
    });
    expect(handoff.steps('breach-corrected').map(({ promise, touchMadeAt }) => [promise, touchMadeAt])).toContainEqual([
      'first-contact',
      at('10:05'),
    ]);
  });

  it('a call made before sales had the lead belongs to no touch of this handoff', () => {
    const handoff = acceptedByAnna();
    const refusal = handoff.execute(telephony, call('no-answer', { madeAt: at('09:59') }), at('10:05'));
    expect(refusal).toMatchObject({ code: 'not-a-touch', detail: expect.stringContaining('09:59') as string });
    expect(handoff.state.touches).toEqual([]);
  });

  it('a call of the future is refused, and one that a slightly fast clock dates counts at its receipt', () => {
    const handoff = acceptedByAnna();
    const refusal = handoff.execute(telephony, call('no-answer', { madeAt: at('10:06') }), at('10:05'));
    expect(refusal).toMatchObject({ code: 'not-a-touch' });
    handoff.execute(telephony, call('no-answer', { madeAt: at('10:05:20') }), at('10:05'));
    expect(countedAt(handoff)).toEqual([at('10:05')]);
  });

  it('a voided call lets the one next to it count', () => {
    const handoff = reported([[at('10:05')], [at('10:10')]]);
    const touchVersion = handoff.state.touches[0]?.version ?? 0;
    handoff.execute(anna, { type: 'void-touch', touchVersion }, RECEIVED);
    expect(countedAt(handoff)).toEqual([at('10:10')]);
    expect(factsAfter(handoff.record).countedTouches).toBe(1);
  });

  it('the same calls count in whatever order they are reported', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 2, maxLength: 6 });
    const shuffled = minutes.chain((made) =>
      fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })),
    );
    fc.assert(
      fc.property(shuffled, ([made, reordered]) => {
        const outcome = (order: readonly number[]) => {
          const handoff = reported(
            order.map((minute) => [new Date(Date.parse(at('10:00')) + minute * 60_000).toISOString()]),
          );
          return { counted: countedAt(handoff).sort(), facts: factsAfter(handoff.record).countedTouches };
        };
        expect(outcome(reordered)).toEqual(outcome(made));
      }),
      { numRuns: 60 },
    );
  });
});
