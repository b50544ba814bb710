import { leadSnapshot } from '@baton/contracts';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';

export const previewRequest = z.strictObject({
  lead: leadSnapshot,
  /** By default the version in force for the lead's source. */
  agreementVersion: z.int().positive().exactOptional(),
});

const example = {
  lead: {
    source: 'website',
    country: 'DE',
    role: 'owner',
    employees: 120,
    reachableBy: ['phone', 'email'],
    flags: [],
    consent: true,
    signals: [{ signalId: 'signal-1', kind: 'request', receivedAt: '2026-03-09T09:00:00Z' }],
  },
};

export const previewRequestSchema = {
  schema: { ...z.toJSONSchema(previewRequest, { io: 'input' }), example },
} as ApiBodyOptions;
