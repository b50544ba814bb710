import type { CommandProcessed } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import { checkCommands } from './command-contradictions.ts';
import type { SentCommand } from './sent-command.ts';
import type { SystemSnapshot } from './system-snapshot.ts';

const handoffId = 'handoff-1';
const good: SentCommand = {
  eventId: 'e-1',
  handoffId,
  personId: 'anna',
  via: 'integration:telephony',
  reference: 'kafka-1',
};
const forged: SentCommand = { ...good, eventId: 'e-2', reference: 'kafka-2', forgery: 'no credential' };

const touch = ({ reference, personId, via }: SentCommand, changes: Partial<RecordedStep> = {}): RecordedStep =>
  ({
    handoffId,
    actor: { kind: 'person', id: personId, via },
    step: { type: 'touched', evidence: { kind: 'call-record', reference } },
    ...changes,
  }) as RecordedStep;

let answerCount = 0;
const answer = ({ eventId }: SentCommand, changes: Partial<CommandProcessed>) => ({
  id: `answer-${(answerCount += 1)}`,
  data: { commandId: eventId, handoffId, outcome: 'refused' as const, ...changes },
});
const refusedWith = (status: number): Partial<CommandProcessed> => ({ problem: { type: 'x', status, detail: 'x' } });

const check = (commands: SentCommand[], answers: SystemSnapshot['answers'], steps: RecordedStep[] = []): string =>
  checkCommands(commands, { answers, record: new Map([[handoffId, steps]]) } as unknown as SystemSnapshot).join('\n');

describe('checkCommands', () => {
  it('nothing is wrong when a good command is done and recorded, and a forged one is refused', () => {
    const answers = [answer(good, { outcome: 'done' }), answer(forged, refusedWith(401))];
    expect(check([good, forged], answers, [touch(good)])).toBe('');
  });

  it('a good command that came after the owner changed may be refused', () => {
    expect(check([good], [answer(good, refusedWith(403))])).toBe('');
  });

  it.each<[string, SentCommand, SystemSnapshot['answers'], RecordedStep[], RegExp]>([
    ['a good command without an answer', good, [], [touch(good)], /was answered 0 times/],
    [
      'a good command with two answers',
      good,
      [answer(good, { outcome: 'done' }), answer(good, { outcome: 'done' })],
      [touch(good)],
      /was answered 2 times/,
    ],
    ['a done command that is not in the record', good, [answer(good, { outcome: 'done' })], [], /recorded as \[\]/],
    [
      'a done command that is recorded twice',
      good,
      [answer(good, { outcome: 'done' })],
      [touch(good), touch(good)],
      /recorded as/,
    ],
    [
      'a done command whose step does not name the system',
      good,
      [answer(good, { outcome: 'done' })],
      [touch(good, { actor: { kind: 'person', id: 'anna' } })],
      /recorded as/,
    ],
    ['a good command whose credential was refused', good, [answer(good, refusedWith(401))], [], /got .*401/],
    [
      'a refused command that is in the record',
      good,
      [answer(good, refusedWith(409))],
      [touch(good)],
      /is in the record/,
    ],
    [
      'a forged command that was done',
      forged,
      [answer(forged, { outcome: 'done' })],
      [],
      /forged with no credential\) got/,
    ],
    ['a forged command in the record', forged, [answer(forged, refusedWith(401))], [touch(forged)], /is in the record/],
    ['a forged command without an answer', forged, [], [], /was answered 0 times/],
    ['a forged command that was refused for its stage', forged, [answer(forged, refusedWith(409))], [], /got .*409/],
  ])('checkCommands names %s', (_what, command, answers, steps, expected) => {
    expect(check([command], answers, steps)).toMatch(expected);
  });
});
