import { z } from 'zod';
import { eventContracts } from '../event-contracts.ts';
import type { ContractName } from '../event-contracts.ts';

/** A JSON Schema as far as the descriptions and their comparison look into it. */
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

/** The JSON Schema of an event's data, from the very code that validates it. Draft 7 is what AsyncAPI's tools read. */
export function jsonSchemaOf(name: ContractName): JsonSchema {
  const { data, type, summary } = eventContracts[name];
  // `input`: what may be sent, so unknown properties are allowed wherever the code passes over them.
  const { $schema, ...schema } = z.toJSONSchema(data, { target: 'draft-7', io: 'input', override: simplifySchema });
  return { $schema, title: type, description: summary, ...schema } as JsonSchema;
}

/** `format` says more than zod's pattern for the same, and every integer is below 2^53 anyway. */
export function simplifySchema({
  jsonSchema,
}: {
  jsonSchema: { format?: unknown; pattern?: unknown; maximum?: unknown };
}): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
