import { commandTypes, MINUTE } from '@baton/domain';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { SIGNAL_RECEIVED_SIGNAL, SYNC_RECORD_UPDATE, TEAM_CHANGED_SIGNAL } from './handoff.contract.ts';
import { accept, note, optOut, rep, returnLead, touch } from './spec/commands.ts';
import { failedTasksOf } from './spec/failed-tasks.ts';
import type { RunningHandoff } from './spec/running-handoff.ts';
import { useEnvironment } from './spec/use-environment.ts';

const RUNS = 20;
const LONGEST_TEST_MILLISECONDS = 600_000;
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** What somebody can do to a running handoff in the Temporal UI or CLI, or what an activity can answer. */
type Input =
  | { kind: 'signal' | 'update'; name: string; args: unknown[] }
  | { kind: 'cancel' }
  | { kind: 'wrong-result'; result: unknown }
  | { kind: 'time'; minutes: number };

const anyMoment = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer({ min: -20, max: 20 }).map((minutes) => ({ minutesFromNow: minutes })),
  fc.jsonValue(),
);

const command = fc.oneof(
  fc.constantFrom<object>(accept, note, optOut, returnLead, touch(), touch('reached')),
  anyMoment.map((madeAt) => ({ ...touch(), madeAt })),
  fc.record({
    type: fc.constant('agree-next-step'),
    nextStepAt: anyMoment,
    evidence: fc.constant({ kind: 'recording', reference: 'r-1' }),
  }),
  fc.constant({ type: 'add-signal', signalId: 's2', signal: 'demo' }),
  fc.record({ type: fc.constantFrom(...commandTypes), reason: fc.jsonValue(), answers: fc.jsonValue() }),
);

const request = fc.record({
  command,
  actor: fc.constantFrom<object>(rep('anna'), { id: 'scoring', kind: 'integration', roles: ['integration', 'admin'] }),
  receivedAt: anyMoment,
  terms: fc.oneof(fc.constant({}), fc.jsonValue()),
  key: fc.uuid(),
  bodyHash: fc.constant('hash'),
});

const argument = fc.oneof({ weight: 4, arbitrary: request }, { weight: 1, arbitrary: fc.jsonValue() });
const names = [
  ...commandTypes,
  SYNC_RECORD_UPDATE,
  SIGNAL_RECEIVED_SIGNAL,
  TEAM_CHANGED_SIGNAL,
  'heard',
  '__temporal_x',
];

const input: fc.Arbitrary<Input> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('signal' as const),
      name: fc.constantFrom(SIGNAL_RECEIVED_SIGNAL, ...names),
      args: fc.tuple(argument),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      name: fc.constantFrom(...names),
      args: fc.tuple(argument),
    }),
  },
  // An Update is accepted only under the name of its command.
  {
    weight: 5,
    arbitrary: request.map((each) => ({
      kind: 'update' as const,
      name: (each.command as { type: string }).type,
      args: [each],
    })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
  { weight: 1, arbitrary: fc.jsonValue().map((result) => ({ kind: 'wrong-result' as const, result })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }).map((minutes) => ({ kind: 'time' as const, minutes })) },
);

/** Moments relative to the time of the server, at any depth of a value. */
const resolved = (value: unknown, now: number): unknown =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'object' && part !== null && 'minutesFromNow' in part
      ? new Date(now + Number(part.minutesFromNow) * MINUTE).toISOString()
      : part,
  );

describe(`Any input from outside (seed ${seed}; set SEED to repeat)`, () => {
  const environment = useEnvironment();

  const apply = async (handoff: RunningHandoff, each: Input): Promise<void> => {
    const now = await environment().clock.now();
    switch (each.kind) {
      case 'signal':
        return handoff.handle.signal(each.name, ...(resolved(each.args, now) as unknown[]));
      case 'update': {
        const args = resolved(each.args, now) as [unknown];
        await handoff.handle.executeUpdate(each.name, { args, updateId: randomUUID() }).catch(() => undefined);
        return;
      }
      case 'cancel':
        await handoff.handle.cancel();
        return;
      case 'wrong-result':
        environment().recordStore.wrongResults.push(each.result);
        return;
      case 'time':
        return environment().clock.sleep(each.minutes * MINUTE);
    }
  };

  const expectSound = async (handoff: RunningHandoff): Promise<void> => {
    // A workflow whose task fails does not answer.
    await handoff.state();
    const now = await environment().clock.now();
    for (const { at, recordedAt } of environment().recordStore.stepsOf(handoff.id)) {
      expect(Date.parse(at)).toBeLessThanOrEqual(Date.parse(recordedAt));
      expect(Date.parse(recordedAt)).toBeLessThanOrEqual(now);
    }
  };

  it(
    'no input, in any order, moves a step beyond the time of the workflow or makes its task fail',
    async () => {
      const property = fc.asyncProperty(fc.array(input, { minLength: 3, maxLength: 8 }), async (inputs) => {
        const handoff = await (await environment().start({ team: ['anna', 'boris'] })).waitForTransfer();
        for (const each of inputs) {
          // An ended workflow no longer takes anything.
          if (handoff.recordedState.stage === 'ended') break;
          await apply(handoff, each);
          await expectSound(handoff);
        }
        environment().recordStore.wrongResults.length = 0;
        if (handoff.recordedState.stage !== 'ended') {
          await handoff.syncRecord();
          expect(await handoff.state()).toEqual(handoff.recordedState);
        }
        expect(await failedTasksOf(handoff.handle)).toBe(0);
        await handoff.terminate();
      });
      await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: true });
    },
    LONGEST_TEST_MILLISECONDS,
  );
});
