import { earliest } from '../time/moment.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { recordedEvidence } from './evidence.ts';
import type { Actor } from './record.ts';
import type { TouchDirection } from './touches.ts';

/** Keeps an automatic message in the record. It keeps no promise, ends no pause and counts towards no limit. */
export function addEngagement(
  draft: Draft,
  command: CommandOf<'touch'> | CommandOf<'lead-replied'>,
  direction: TouchDirection,
  actor: Actor,
  at: string,
): void {
  const { madeAt, textId } = command.type === 'touch' ? command : {};
  draft.add(at, actor, {
    type: 'engagement-added',
    channel: command.channel,
    direction,
    evidence: recordedEvidence(command.evidence, actor),
    ...(madeAt && { madeAt: earliest(madeAt, at) }),
    ...(textId && { textId }),
  });
}
