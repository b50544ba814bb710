import { actorKinds } from '@baton/domain';
import type { RecordedStep } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText, uuid } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { handoffStep } from './handoff-step-types.ts';
import { topics } from './topics.ts';

const actor = z.object({
  kind: z.enum(actorKinds),
  id: shortText,
  via: shortText.exactOptional().describe('The system that acted for the person, such as integration:telephony'),
});

const cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), key: shortText, bodyHash: shortText }),
  z.object({ kind: z.literal('deadline'), dueAt: moment }),
  z.object({ kind: z.literal('message'), id: shortText }),
]);

export const recordedStep = z.object({
  handoffId: shortText,
  version: z.int().positive(),
  at: moment,
  recordedAt: moment,
  actor,
  cause,
  step: handoffStep,
}) satisfies z.ZodType<RecordedStep>;

const data = recordedStep.extend({
  leadId: uuid,
  handoffNumber: z.int().positive(),
  agreementVersion: z.int().positive(),
});

export type HandoffStepRecorded = z.infer<typeof data>;

/** The CloudEvents type of an event is `baton.handoff.` followed by the type of the step. */
export const handoffStepRecorded = {
  type: 'baton.handoff.step',
  topic: topics.handoffs.name,
  summary: 'A step of a handoff was recorded.',
  data,
} satisfies EventContract<HandoffStepRecorded>;
