import { integrationKeyChanged, personAccessChanged, topics } from '@baton/contracts';
import type { IntegrationKeyChanged, PersonAccessChanged } from '@baton/contracts';
import { contractReader, decodeCloudEvent, subscription } from '@baton/messaging';
import type { AnySubscription, EventReader } from '@baton/messaging';
import { writeKeyAccess, writePersonAccess } from './access-rows.ts';

type AccessEvent =
  { id: string; kind: 'person'; data: PersonAccessChanged } | { id: string; kind: 'key'; data: IntegrationKeyChanged };

const readPerson = contractReader(personAccessChanged);
const readKey = contractReader(integrationKeyChanged);

const readAccessEvent: EventReader<AccessEvent> = (message) => {
  const { attributes } = decodeCloudEvent(message);
  return attributes['type'] === integrationKeyChanged.type
    ? { ...readKey(message), kind: 'key' }
    : { ...readPerson(message), kind: 'person' };
};

/** Keeps the service's copy of people and keys. Versions decide, so the order of delivery does not matter. */
export const accessSubscription = (schema: string): AnySubscription =>
  subscription({
    topic: topics.access.name,
    read: readAccessEvent,
    ordered: false,
    idOf: ({ id }) => id,
    handle: ({ kind, data }, { transaction }) =>
      kind === 'person' ? writePersonAccess(transaction, schema, data) : writeKeyAccess(transaction, schema, data),
  });
