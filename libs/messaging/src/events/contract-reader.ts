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

type DataOf<Contract> = Contract extends EventContract<infer Data> ? Data : never;

/** An event of one of several contracts, with the name of its contract. */
export type NamedEvent<Contracts> = {
  [Name in keyof Contracts]: ContractEvent<DataOf<Contracts[Name]>> & { kind: Name };
}[keyof Contracts];

/** Reads a topic whose events have several types. An event without a type is read by the first contract. */
export function contractsReader<Contracts extends Record<string, EventContract<unknown>>>(
  contracts: Contracts,
): EventReader<NamedEvent<Contracts>> {
  const readers = Object.entries(contracts).map(([kind, contract]) => ({
    kind,
    type: contract.type,
    read: contractReader(contract),
  }));
  return (message) => {
    const { type } = decodeCloudEvent(message).attributes;
    const reader = readers.find((each) => each.type === type) ?? readers[0];
    if (!reader) throw new PoisonMessage('unknown-type', 'No contract reads this topic.');
    return { ...reader.read(message), kind: reader.kind } as NamedEvent<Contracts>;
  };
}
