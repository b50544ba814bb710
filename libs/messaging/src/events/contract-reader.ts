import { schemaErrors, unstorableText } from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import { decodeCloudEvent } from './cloud-event.ts';
import { PoisonMessage } from '../errors.ts';
import type { EventReader } from './subscription.ts';

/** An event that its contract accepts. */
export interface ContractEvent<Data> {
  /**
   * The same for every delivery and every consumer. For Baton's own events it is their CloudEvents id; for others, source
   * and id, because two systems may both count from 1. For a bare message it is its position and timestamp, because
   * offsets start over after a topic is lost.
   */
  id: string;
  /** The id that the sender gave it; absent for a bare message. */
  senderEventId?: string;
  /** The `source` of the CloudEvent; absent for a bare message. */
  source?: string;
  /** When it happened according to the sender; for a bare message, when Kafka received it. RFC 3339. */
  time: string;
  data: Data;
}

/** Prefix of the sources of Baton's own events, whose ids are unique across all of them. */
const BATON_SOURCE_PREFIX = '/baton/';

/** Reads events of a contract; an event that the contract rejects is poison. */
export function contractReader<Data>(contract: EventContract<Data>): EventReader<ContractEvent<Data>> {
  return (message) => {
    const { attributes, data } = decodeCloudEvent(message);
    const { id: senderEventId, source, type, time = message.receivedAt.toISOString() } = attributes;
    if (type !== undefined && type !== contract.type)
      throw new PoisonMessage('unknown-type', `Events of this topic must have the type ${contract.type}.`);
    const read = contract.data.safeParse(data);
    if (!read.success) {
      const fieldErrors = schemaErrors(read.error).map(({ field, message: text }) => `${field}: ${text}`);
      throw new PoisonMessage('wrong-schema', `Not a ${contract.type}: ${fieldErrors.join('; ')}`);
    }
    const unstorable = unstorableText(read.data);
    if (unstorable !== undefined)
      throw new PoisonMessage(
        'unstorable-text',
        `${unstorable} cannot be stored: it contains a null character or half of a surrogate pair.`,
      );
    if (senderEventId === undefined || source === undefined) {
      const { topic, partition, offset, receivedAt } = message;
      return { id: `${topic}/${partition}/${offset}/${receivedAt.getTime()}`, time, data: read.data };
    }
    const id = source.startsWith(BATON_SOURCE_PREFIX) ? senderEventId : `${source}#${senderEventId}`;
    return { id, senderEventId, source, time, data: read.data };
  };
}
