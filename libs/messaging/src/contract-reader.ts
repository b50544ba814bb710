import { schemaErrors, unstorableText } from '@baton/contracts';
import type { EventContract } from '@baton/contracts';
import { decodeCloudEvent } from './cloud-event.ts';
import { PoisonMessage } from './errors.ts';
import type { EventReader } from './subscription.ts';

/** An event that fits its contract. */
export interface ContractEvent<Data> {
  /**
   * One event, one id, however often it comes and whoever reads it: of Baton's own events their CloudEvents id, of
   * others source and id, since two systems may both count from 1; of a bare message its place on the topic and its time there, since a topic that was lost begins
   * anew.
   */
  id: string;
  /** The id as the sender wrote it; absent in a bare message. */
  senderEventId?: string;
  /** Who sent it, as CloudEvents name it; absent in a bare message. */
  source?: string;
  /** When it happened, as the sender says; of a bare message when it arrived. RFC 3339. */
  time: string;
  data: Data;
}

/** Sources of Baton's own events begin so; their ids are unique across all of them. */
const BATON_SOURCE_PREFIX = '/baton/';

/** Reads an event by its contract; what does not fit can never work and goes to the dead letters. */
export function contractReader<Data>(contract: EventContract<Data>): EventReader<ContractEvent<Data>> {
  return (message) => {
    const { attributes, data } = decodeCloudEvent(message);
    const { id: sentId, source, type, time = message.receivedAt.toISOString() } = attributes;
    if (type !== undefined && type !== contract.type)
      throw new PoisonMessage('unknown-type', `Events of this topic have the type ${contract.type}.`);
    const read = contract.data.safeParse(data);
    if (!read.success) {
      const fieldErrors = schemaErrors(read.error).map(({ field, message: text }) => `${field}: ${text}`);
      throw new PoisonMessage('wrong-schema', `Not a ${contract.type}: ${fieldErrors.join('; ')}`);
    }
    const unstorable = unstorableText(read.data);
    if (unstorable !== undefined)
      throw new PoisonMessage(
        'unstorable-text',
        `Not to be stored: ${unstorable} has a zero character or half a letter.`,
      );
    if (sentId === undefined || source === undefined) {
      const { topic, partition, offset, receivedAt } = message;
      return { id: `${topic}/${partition}/${offset}/${receivedAt.getTime()}`, time, data: read.data };
    }
    const id = source.startsWith(BATON_SOURCE_PREFIX) ? sentId : `${source}#${sentId}`;
    return { id, senderEventId: sentId, source, time, data: read.data };
  };
}
