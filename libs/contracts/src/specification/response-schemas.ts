import { z } from 'zod';
import { agreementDocument } from '../agreement-document.ts';
import { handoffStep } from '../handoff-step-types.ts';
import { recordedStep } from '../handoff-step.ts';
import { routing } from '../routing-decision.ts';
import { simplifySchema } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

function schemaOf(contract: z.ZodType): JsonSchema {
  // `io: input` allows unknown properties, because a later version may add some.
  const { $schema, ...schema } = z.toJSONSchema(contract, { io: 'input', override: simplifySchema });
  return schema as JsonSchema;
}

/** An agreement as it is stored: whole, without the keys that its author may leave out. */
function storedAgreement(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(agreementDocument, { io: 'output', override: simplifySchema });
  return schema as JsonSchema;
}

/** The schemas that HTTP responses share with events, by their names in an OpenAPI 3.1 document. */
export function responseSchemas(): Record<string, JsonSchema> {
  const recorded = schemaOf(recordedStep);
  return {
    AgreementDocument: storedAgreement(),
    HandoffStep: schemaOf(handoffStep),
    RecordedStep: { ...recorded, properties: { ...recorded.properties, step: referenceTo('HandoffStep') } },
    RoutingDecision: schemaOf(routing),
  };
}

const referenceTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
