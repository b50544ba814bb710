import { z } from 'zod';
import { eventContracts } from '../event-contracts.ts';
import type { ContractName } from '../event-contracts.ts';

/** The parts of a JSON Schema that this folder reads. */
export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
}

/** The JSON Schema of an event's data, generated from the code that validates it. AsyncAPI's tools read draft 7. */
export function jsonSchemaOf(name: ContractName): JsonSchema {
  const { data, type, summary } = eventContracts[name];
  // `input` describes what may be sent: unknown properties are allowed wherever the code ignores them.
  const { $schema, ...schema } = z.toJSONSchema(data, { target: 'draft-7', io: 'input', override: simplifySchema });
  return { $schema, title: type, description: summary, ...schema } as JsonSchema;
}

/** Removes what is redundant: zod's pattern next to a `format`, and the maximum of safe integers. */
export function simplifySchema({
  jsonSchema,
}: {
  jsonSchema: { format?: unknown; pattern?: unknown; maximum?: unknown };
}): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
