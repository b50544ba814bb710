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

/** Removes what is redundant: zod's pattern next to a `format`, and the maximum of safe integers. */
export function simplifySchema({
  jsonSchema,
}: {
  jsonSchema: { format?: unknown; pattern?: unknown; maximum?: unknown };
}): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
