import { z } from 'zod';
import { eventContracts } from '../event-contracts.ts';
import type { ContractName } from '../event-contracts.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The JSON Schema of an event's data, generated from the code that validates it. AsyncAPI's tools read draft 7. */
export function eventSchema(name: ContractName): JsonSchema {
  const { data, type, summary } = eventContracts[name];
  // `input` describes what may be sent: unknown properties are allowed wherever the code ignores them.
  const { $schema, ...schema } = z.toJSONSchema(data, { target: 'draft-7', io: 'input', override: simplifySchema });
  return { $schema, title: type, description: summary, ...schema } as JsonSchema;
}
