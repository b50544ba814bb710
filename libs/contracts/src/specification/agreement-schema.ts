import { z } from 'zod';
import { agreementDocument } from '../agreement-document.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** The JSON Schema of an agreement as people write it, for editors and for other programs. */
export function agreementSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(agreementDocument, {
    target: 'draft-7',
    io: 'input',
    override: simplifySchema,
  });
  const description =
    'The contract between marketing and sales. A key that is not named here is refused. Beyond this schema, publishing checks that nothing contradicts itself.';
  return { $schema, title: 'Baton agreement', description, ...schema } as JsonSchema;
}
