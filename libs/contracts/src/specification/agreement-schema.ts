import { z } from 'zod';
import { agreementDocument } from '../agreement-document.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The JSON Schema of an agreement as people write it, for editors and other programs. */
export function agreementSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(agreementDocument, {
    target: 'draft-7',
    io: 'input',
    override: simplifySchema,
  });
  const description =
    'The contract between marketing and sales. Unknown keys are rejected. Publishing also checks that the terms do not contradict each other.';
  return { $schema, title: 'Baton agreement', description, ...schema } as JsonSchema;
}
