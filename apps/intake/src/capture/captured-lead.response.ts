import { inboundLead } from '@baton/contracts';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

export class CapturedLeadResponse {
  @ApiProperty({ format: 'uuid', description: 'The lead; the same for everything this person does' })
  leadId!: string;

  @ApiProperty({ format: 'uuid', description: 'This signal of the lead' })
  signalId!: string;

  @ApiProperty({ description: 'Whether the lead was not known before' })
  isNew!: boolean;

  @ApiProperty({ description: 'Where to see what became of it, for those with the right' })
  statusUrl!: string;
}

type BodySchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const { $schema: _, ...schema } = z.toJSONSchema(inboundLead.data, { io: 'input' });

/** The schema that validates, shown as it is: HTTP and the open topic take the same lead. */
export const leadRequestSchema = {
  ...schema,
  additionalProperties: false,
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
