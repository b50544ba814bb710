import { inboundLead } from '@baton/contracts';
import { cleanLine } from '@baton/domain';
import { PoisonMessage, decodeCloudEvent } from '@baton/messaging';
import type { ReceivedMessage } from '@baton/messaging';
import type { FieldProblem } from '@baton/service';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { parseLead } from '../parsing/parse-lead.ts';
import { valueAt } from '../parsing/read-field.ts';
import { deliveryOf } from './delivery.ts';
import { digest, digestOfBytes } from './digest.ts';

/** Parsing never throws, because every message of the open topic must be captured or quarantined. */
export type ParsedMessage = { identity: string; source?: string | undefined; delivery?: string } & (
  { lead: NormalisedLead } | { problems: FieldProblem[]; leadSource?: string }
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
    const { id, source, type } = attributes;
    if (type !== undefined && type !== inboundLead.type) return invalid('unknown-type', unknownType(type));
    const parsed = withSource(parseLead(data, { strict: false, defaultCountry }), data);
    if (id !== undefined && source !== undefined) return { identity: digest('event', source, id), source, ...parsed };
    return {
      identity: positionDigest(message),
      source,
      ...('lead' in parsed && deliveryOf(parsed.lead)),
      ...parsed,
    };
  } catch (error) {
    if (error instanceof PoisonMessage) return invalid(error.code, error.message);
    // A bug in our parser must not lose a lead: quarantined, the message can be replayed after the fix.
    return invalid('internal', 'could not be parsed because of an internal error');
  }
}

/** Adds the source of a lead that could not be captured, so that its owner can be found. */
function withSource<Parsed extends object>(parsed: Parsed, data: unknown): Parsed & { leadSource?: string } {
  const source = valueAt(data, 'source');
  const leadSource = typeof source === 'string' ? cleanLine(source) : '';
  return 'problems' in parsed && leadSource !== '' ? { ...parsed, leadSource } : parsed;
}

/**
 * Identifies a message whose sender gave it no id. The position alone is not enough: when a topic is lost and created
 * again, its offsets start again at 0. So the timestamp and the content are part of the identity.
 */
export const positionDigest = ({ topic, partition, offset, receivedAt, value }: ReceivedMessage): string =>
  digest('position', topic, String(partition), offset, String(receivedAt.getTime()), digestOfBytes(value));

const unknownType = (type: string): string =>
  `is an event of type ${JSON.stringify(type.slice(0, 100))}; a lead has the type ${inboundLead.type}`;

/** Producers set the message timestamp. One in the future, or older than the topic's retention, cannot be right. */
export function receiptTime(message: ReceivedMessage, now: Date): Date {
  const sevenDays = 7 * 24 * 3_600_000;
  const age = now.getTime() - message.receivedAt.getTime();
  return age >= 0 && age <= sevenDays ? message.receivedAt : now;
}
