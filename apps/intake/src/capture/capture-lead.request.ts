import { inboundLead } from '@baton/contracts';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

type BodySchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const { $schema: _, ...schema } = z.toJSONSchema(inboundLead.data, { io: 'input' });

/** The OpenAPI schema is generated from the schema that validates. HTTP and Kafka accept the same lead. */
export const leadRequestSchema = {
  ...schema,
  additionalProperties: false,
  'x-null-counts-as-missing': true,
  anyOf: [{ required: ['phone'] }, { required: ['email'] }],
  example: {
    name: 'Ada Example',
    source: 'website',
    email: 'ada@example.com',
    channel: 'paid-search',
    company: { name: 'Example Ltd', employees: 120, industry: 'software' },
    role: 'owner',
    country: 'DE',
    signal: 'request',
    consent: true,
  },
} as BodySchema;
