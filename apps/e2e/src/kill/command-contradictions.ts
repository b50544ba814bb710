import type { CommandProcessed } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import { isDeepStrictEqual } from 'node:util';
import { deduplicateById } from './deduplicate.ts';
import type { SentCommand } from './sent-command.ts';
import type { SystemSnapshot } from './system-snapshot.ts';

/** What a good command can be refused with: the handoff has another owner by now, has ended, or the touch is too early. */
const refusalsOfGoodCommands = [403, 409, 422];
const refusalsOfForgedCommands = [401, 403];

/** Each good command is answered once and recorded as it was answered; forged ones are refused and did nothing. */
export function checkCommands(commands: readonly SentCommand[], seen: SystemSnapshot): string[] {
  const wrong: string[] = [];
  const answers = Map.groupBy(deduplicateById(seen.answers, wrong), ({ data }) => data.commandId);
  const touches = Map.groupBy([...seen.record.values()].flat().filter(isTouch), referenceOf);
  for (const command of commands) {
    const found = (answers.get(command.eventId) ?? []).map(({ data }) => data);
    const [answer] = found;
    if (!answer || found.length > 1) wrong.push(`${name(command)} was answered ${found.length} times`);
    else wrong.push(...checkAnswer(command, answer, touches.get(command.reference) ?? []));
  }
  return wrong;
}

const isTouch = ({ step }: RecordedStep): boolean => step.type === 'touched';

const referenceOf = ({ step }: RecordedStep): string =>
  (step.type === 'touched' ? step.evidence.reference : undefined) ?? '';

function checkAnswer(command: SentCommand, answer: CommandProcessed, touches: readonly RecordedStep[]): string[] {
  const { forgery, personId, via, handoffId } = command;
  if (answer.outcome === 'done' && forgery === undefined) {
    const [touch, ...more] = touches;
    const actor = { kind: 'person', id: personId, via };
    const isRecorded = touch?.handoffId === handoffId && isDeepStrictEqual(touch.actor, actor) && more.length === 0;
    return isRecorded ? [] : [`${name(command)} is done, but recorded as ${JSON.stringify(touches)}`];
  }
  const allowed = forgery === undefined ? refusalsOfGoodCommands : refusalsOfForgedCommands;
  const wrong: string[] = [];
  if (!allowed.includes(answer.problem?.status ?? 0)) wrong.push(`${name(command)} got ${JSON.stringify(answer)}`);
  if (touches.length > 0) wrong.push(`${name(command)} was refused, but is in the record`);
  return wrong;
}

const name = ({ forgery, eventId, handoffId }: SentCommand): string =>
  `the command ${eventId} on ${handoffId} (${forgery === undefined ? 'good' : `forged with ${forgery}`})`;
