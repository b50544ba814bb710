import { PoisonMessage, decodeCloudEvent } from '@baton/messaging';
import type { ReceivedMessage } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { parseLead } from '../parsing/parse-lead.ts';
import { digest, digestOfBytes } from './digest.ts';

/** Parsing never throws, because every message of the open topic must be captured or quarantined. */
export type ParsedMessage = { identity: string; source?: string | undefined } & (
  { lead: NormalisedLead } | { problems: FieldProblem[] }
);

const MAX_MESSAGE_BYTES = 1024 * 1024;

export function parseMessage(message: ReceivedMessage, defaultCountry: string): ParsedMessage {
  const invalid = (code: string, text: string): ParsedMessage => ({
    identity: positionDigest(message),
    problems: [{ field: '(root)', code, message: text }],
  });
  if (message.value.length > MAX_MESSAGE_BYTES) return invalid('too-large', 'is larger than 1 MB');
  try {
    const { attributes, data } = decodeCloudEvent(message);
    const { id, source } = attributes;
    const identity =
      id !== undefined && source !== undefined ? digest('event', source, id) : identityFromExternalId(data);
    return {
      identity: identity ?? positionDigest(message),
      source,
      ...parseLead(data, { strict: false, defaultCountry }),
    };
  } catch (error) {
    if (error instanceof PoisonMessage) return invalid(error.code, error.message);
    // A bug in our parser must not lose a lead: quarantined, the message can be replayed after the fix.
    return invalid('internal', 'could not be parsed because of an internal error');
  }
}

/**
 * Identifies a message whose sender gave it no id. The position alone is not enough: when a topic is lost and created
 * again, its offsets start again at 0. So the timestamp and the content are part of the identity.
 */
export const positionDigest = ({ topic, partition, offset, receivedAt, value }: ReceivedMessage): string =>
  digest('position', topic, String(partition), offset, String(receivedAt.getTime()), digestOfBytes(value));

/** Bare JSON has no event id, so its identity is the source and the source's id for the lead. */
function identityFromExternalId(data: unknown): string | undefined {
  const { source, externalId } = (data ?? {}) as { source?: unknown; externalId?: unknown };
  return typeof source === 'string' && typeof externalId === 'string' && externalId.trim() !== ''
    ? digest('external-id', source.trim(), externalId.trim())
    : undefined;
}

/** Producers set the message timestamp. One in the future, or older than the topic's retention, cannot be right. */
export function receiptTime(message: ReceivedMessage, now: Date): Date {
  const sevenDays = 7 * 24 * 3_600_000;
  const age = now.getTime() - message.receivedAt.getTime();
  return age >= 0 && age <= sevenDays ? message.receivedAt : now;
}
