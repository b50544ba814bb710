import { schemaErrors, type EventContract } from '@baton/contracts';
import { readCloudEvent } from './cloud-event.ts';
import { PoisonMessage } from './errors.ts';
import type { Reader } from './subscription.ts';

/** An event of ours with its CloudEvents id. */
export interface ContractEvent<Data> {
  id: string;
  /** Who sent it, as CloudEvents name it; absent in a bare message. */
  source: string | undefined;
  data: Data;
}

/** Reads a CloudEvent by its contract; what does not fit can never work and goes to the dead letters. */
export function contractReader<Data>(contract: EventContract<Data>): Reader<ContractEvent<Data>> {
  return (message) => {
    const { attributes, data } = readCloudEvent(message);
    const read = contract.data.safeParse(data);
    if (!read.success) {
      const wrong = schemaErrors(read.error).map(({ field, message: text }) => `${field}: ${text}`);
      throw new PoisonMessage('schema', `Not a ${contract.type}: ${wrong.join('; ')}`);
    }
    const id = attributes['id'] ?? `${message.topic}/${message.partition}/${message.offset}`;
    return { id, source: attributes['source'], data: read.data };
  };
}
