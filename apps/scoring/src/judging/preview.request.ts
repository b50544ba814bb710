import { leadSnapshot } from '@baton/contracts';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

export const previewRequest = z.strictObject({
  lead: leadSnapshot,
  /** By default the version in force for the lead's source. */
  agreementVersion: z.int().positive().exactOptional(),
});

export const previewRequestSchema = { schema: z.toJSONSchema(previewRequest, { io: 'input' }) } as ApiBodyOptions;
