import { PoisonMessage, readCloudEvent } from '@baton/messaging';
import type { ReceivedMessage } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import type { NormalLead } from '../reading/normal-lead.ts';
import { readLead } from '../reading/read-lead.ts';
import { digest, digestOfBytes } from './digest.ts';

/** A message of the open topic: a lead, or what is wrong with it. Reading never fails, since nothing may be lost. */
export type InboundMessage = { identity: string } & ({ lead: NormalLead } | { problems: FieldProblem[] });

const LARGEST = 1024 * 1024;

export function readMessage(message: ReceivedMessage, defaultCountry: string): InboundMessage {
  const wrong = (code: string, text: string): InboundMessage => ({
    identity: placeOf(message),
    problems: [{ field: '(whole)', code, message: text }],
  });
  if (message.value.length > LARGEST) return wrong('too-large', 'is larger than 1 MB');
  try {
    const { attributes, data } = readCloudEvent(message);
    const { id, source } = attributes;
    const known = id !== undefined && source !== undefined ? digest('event', source, id) : ownIdentity(data);
    return { identity: known ?? placeOf(message), ...readLead(data, { strict: false, defaultCountry }) };
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
export const placeOf = ({ topic, partition, offset, receivedAt, value }: ReceivedMessage): string =>
  digest('place', topic, String(partition), offset, String(receivedAt.getTime()), digestOfBytes(value));

/** Bare JSON is known again by its source's own id. */
function ownIdentity(data: unknown): string | undefined {
  const { source, externalId } = (data ?? {}) as { source?: unknown; externalId?: unknown };
  return typeof source === 'string' && typeof externalId === 'string' && externalId.trim() !== ''
    ? digest('own', source.trim(), externalId.trim())
    : undefined;
}

/** When it arrived; a producer's clock may say what it likes, but neither the future nor beyond the topic's memory. */
export function receiptOf(message: ReceivedMessage, now: Date): Date {
  const sevenDays = 7 * 24 * 3_600_000;
  const age = now.getTime() - message.receivedAt.getTime();
  return age >= 0 && age <= sevenDays ? message.receivedAt : now;
}
