import { z } from 'zod';
import { agreementDocument } from '../agreement-document.ts';
import { handoffStep } from '../handoff-step-types.ts';
import { recordedStep } from '../handoff-step.ts';
import { routing } from '../routing-decision.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * The schema of what a contract reads, which allows unknown properties, because a later version may add some; or with
 * `output` of what it gives, with the defaults filled in.
 */
function schemaOf(contract: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  const schema = z.toJSONSchema(contract, { io, override: simplifySchema }) as JsonSchema;
  delete schema['$schema'];
  return schema;
}

/** The schemas that HTTP responses share with events, by their names in an OpenAPI 3.1 document. */
export function responseSchemas(): Record<string, JsonSchema> {
  const recorded = schemaOf(recordedStep);
  return {
    AgreementDocument: schemaOf(agreementDocument, 'output'),
    HandoffStep: schemaOf(handoffStep),
    RecordedStep: { ...recorded, properties: { ...recorded.properties, step: referenceTo('HandoffStep') } },
    RoutingDecision: schemaOf(routing),
  };
}

const referenceTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
