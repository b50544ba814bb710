import { schemaErrors, type EventContract } from '@baton/contracts';
import { PoisonMessage, readCloudEvent, type Reader } from '@baton/messaging';
import type { EventPlace } from './project-lead.ts';

/** An event of ours, with its place in time. */
export interface PlacedEvent<Data> extends EventPlace {
  data: Data;
}

/** Reads a CloudEvent by its contract; what does not fit can never work, and says which fields are wrong. */
export const readEvent =
  <Data>({ type, data: schema }: EventContract<Data>): Reader<PlacedEvent<Data>> =>
  (message) => {
    const { attributes, data } = readCloudEvent(message);
    const { id, time = message.receivedAt.toISOString() } = attributes;
    if (id === undefined) throw new PoisonMessage('no-event-id', 'The event has no id: send it as a CloudEvent.');
    if (attributes['type'] !== type) {
      throw new PoisonMessage('unknown-type', `Events of this topic have the type ${type}.`);
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return { id, time, data: parsed.data };
    const wrong = schemaErrors(parsed.error).map(({ field, message: why }) => `${field}: ${why}`);
    throw new PoisonMessage('invalid-event', wrong.join('; '));
  };
