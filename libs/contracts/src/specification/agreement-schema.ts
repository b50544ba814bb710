import { z } from 'zod';
import { agreementDocument } from '../agreement-document.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The JSON Schema of an agreement as people write it, for editors and other programs. */
export function agreementSchema(): JsonSchema {
  const generated = z.toJSONSchema(agreementDocument, {
    target: 'draft-7',
    io: 'input',
    override: simplifySchema,
  });
  const { $schema, ...schema } = generated;
  const criteria = (schema as JsonSchema).properties?.['criteria'];
  // Without it, the questions of the framework are asked.
  if (criteria?.required) criteria.required = criteria.required.filter((key) => key !== 'sql');
  const description =
    'The contract between marketing and sales. Unknown keys are rejected. Publishing also checks that the terms do not contradict each other.';
  return { $schema, title: 'Baton agreement', description, ...schema } as JsonSchema;
}
