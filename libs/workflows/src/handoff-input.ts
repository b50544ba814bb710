import { judgedLeadShape, shape } from '@baton/domain';
import { handoffIdOf } from './handoff.contract.ts';
import type { HandoffInput } from './handoff.contract.ts';

const { finiteNumber, fits, listOf, moment, objectOf, optional, positiveInteger, shortText, storableText } = shape;

export const localClockShape = objectOf({
  zone: shortText,
  offsets: listOf(objectOf({ from: moment, minutes: finiteNumber })),
});

const handoffInput = objectOf({
  handoffId: shortText,
  leadId: shortText,
  handoffNumber: positiveInteger,
  agreementVersion: positiveInteger,
  teamId: fits((value) => value === '' || shortText(value) === undefined),
  judged: judgedLeadShape,
  messageId: storableText,
  localClock: optional(localClockShape),
});

/** The path of the first part of an input that the handoff with this id cannot start with; undefined if it can. */
export function handoffInputMismatch(received: unknown, workflowId: string): string | undefined {
  const path = handoffInput(received);
  if (path !== undefined) return path;
  const { handoffId, leadId, handoffNumber } = received as HandoffInput;
  return handoffId === workflowId && handoffId === handoffIdOf(leadId, handoffNumber) ? undefined : 'handoffId';
}
