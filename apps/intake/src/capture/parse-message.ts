import { PoisonMessage, decodeCloudEvent } from '@baton/messaging';
import type { ReceivedMessage } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { parseLead } from '../parsing/parse-lead.ts';
import { digest, digestOfBytes } from './digest.ts';

/** A message of the open topic: a lead, or what is wrong with it. Reading never fails, since nothing may be lost. */
export type ParsedMessage = { identity: string } & ({ lead: NormalisedLead } | { problems: FieldProblem[] });

const MAX_MESSAGE_BYTES = 1024 * 1024;

export function parseMessage(message: ReceivedMessage, defaultCountry: string): ParsedMessage {
  const wrong = (code: string, text: string): ParsedMessage => ({
    identity: positionDigest(message),
    problems: [{ field: '(root)', code, message: text }],
  });
  if (message.value.length > MAX_MESSAGE_BYTES) return wrong('too-large', 'is larger than 1 MB');
  try {
    const { attributes, data } = decodeCloudEvent(message);
    const { id, source } = attributes;
    const known = id !== undefined && source !== undefined ? digest('event', source, id) : identityFromExternalId(data);
    return { identity: known ?? positionDigest(message), ...parseLead(data, { strict: false, defaultCountry }) };
  } catch (error) {
    if (error instanceof PoisonMessage) return wrong(error.code, error.message);
    // A fault of ours in reading must not cost a lead either.
    return wrong('internal', 'could not be read, for a fault of ours');
  }
}

/**
 * What a message is known again by that brings no id of its own: where it stands, and since offsets begin anew in a
 * topic that was lost, also when it was written and what it says.
 */
export const positionDigest = ({ topic, partition, offset, receivedAt, value }: ReceivedMessage): string =>
  digest('position', topic, String(partition), offset, String(receivedAt.getTime()), digestOfBytes(value));

/** Bare JSON is known again by its source's own id. */
function identityFromExternalId(data: unknown): string | undefined {
  const { source, externalId } = (data ?? {}) as { source?: unknown; externalId?: unknown };
  return typeof source === 'string' && typeof externalId === 'string' && externalId.trim() !== ''
    ? digest('external-id', source.trim(), externalId.trim())
    : undefined;
}

/** When it arrived; a producer's clock may say what it likes, but neither the future nor beyond the topic's memory. */
export function receiptTime(message: ReceivedMessage, now: Date): Date {
  const sevenDays = 7 * 24 * 3_600_000;
  const age = now.getTime() - message.receivedAt.getTime();
  return age >= 0 && age <= sevenDays ? message.receivedAt : now;
}
