import { faults, isReference, referenceRules } from '@baton/domain';
import type { HandoffCommand } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const reference = z
  .string()
  .max(referenceRules.maximumLength)
  // As far as a schema can say it; the rest follows.
  .regex(referenceRules.pattern, { message: `give ${referenceRules.hint}`, abort: true })
  .refine(isReference, `give ${referenceRules.hint}`)
  .exactOptional();
/** Without a reference, which everything but a note needs, the command is refused by an answer, and no dead letter. */
const evidence = z.object({
  kind: z.enum(['call-record', 'message-id', 'recording', 'transcript', 'note']),
  reference,
});
const channel = z.enum(['call', 'email', 'messenger', 'sms', 'meeting']);
const answers = z.array(z.object({ question: shortText, answer: z.enum(['yes', 'no']), evidence }));
const disposition = z.enum(['nurtured', 'rejected']);

/** What another system can command. Free words are personal data, so they go by HTTP alone. */
const command = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('decline'), reason: z.enum(['capacity', 'conflict', 'routing']) }),
  z.object({
    type: z.literal('touch'),
    channel,
    direction: z.enum(['outbound', 'inbound']),
    outcome: z.enum(['reached', 'no-answer', 'voicemail', 'busy', 'sent', 'wrong-number']),
    evidence,
    madeAt: moment.exactOptional(),
  }),
  z.object({ type: z.literal('void-touch'), touchVersion: z.int().positive() }),
  z.object({ type: z.literal('correct-contact'), contactMethod: z.enum(['phone', 'email']) }),
  z.object({ type: z.literal('lead-replied'), channel, evidence }),
  z.object({ type: z.literal('agree-next-step'), nextStepAt: moment, evidence }),
  z.object({ type: z.literal('opt-out'), evidence }),
  z.object({ type: z.literal('answer-questions'), answers: answers.min(1) }),
  z.object({ type: z.literal('qualify'), answers, closerId: shortText.exactOptional() }),
  z.object({
    type: z.literal('return'),
    reason: shortText,
    proof: z.object({ kind: shortText, reference }),
    answers: answers.exactOptional(),
  }),
  z.object({ type: z.literal('hold-return') }),
  z.object({ type: z.literal('accept-return'), disposition }),
  z.object({ type: z.literal('contest-return') }),
  z.object({
    type: z.literal('decide-dispute'),
    verdict: z.enum(['upheld', 'overturned']),
    fault: z.enum(faults),
    disposition: disposition.exactOptional(),
  }),
  z.object({ type: z.literal('close-unreachable') }),
  z.object({ type: z.literal('reassign'), toPersonId: shortText.exactOptional() }),
]) satisfies z.ZodType<HandoffCommand>;

/**
 * A command from any door, with who gives it: what does not fit would make steps that no reader of the record takes.
 * Over HTTP there are notes as well, and words, of which the command holds the id.
 */
export const submittedCommand = z.object({
  callerId: shortText,
  command: z.discriminatedUnion('type', [
    ...command.options,
    z.object({ type: z.literal('note'), textId: z.string() }),
  ]) satisfies z.ZodType<HandoffCommand>,
});

const requestedData = z.object({
  handoffId: shortText,
  /** Who acts in the other system, by the id that Baton knows them by; without it the system acts for itself. */
  personId: shortText.exactOptional(),
  command,
});

export type CommandRequested = z.infer<typeof requestedData>;

/** Identity is the event's source and id: the same is carried out once, and answered the same. */
export const commandRequested = {
  type: 'baton.handoff.command-requested',
  topic: topics.handoffCommands.name,
  summary: 'Another system commands a handoff.',
  data: requestedData,
} satisfies EventContract<CommandRequested>;

const processedData = z.object({
  /** Id of the event that asked, as its sender wrote it. */
  commandId: shortText,
  /** Source of that event; absent where a bare message asked. */
  commandSource: shortText.exactOptional(),
  handoffId: shortText,
  outcome: z.enum(['done', 'refused']),
  /** Done: the version of the record with the command's last step. */
  version: z.int().positive().exactOptional(),
  /** Refused: the problem, as the HTTP interface would have answered it. */
  problem: z.object({ type: shortText, status: z.int(), detail: z.string() }).exactOptional(),
});

export type CommandProcessed = z.infer<typeof processedData>;

export const commandProcessed = {
  type: 'baton.handoff.command-processed',
  topic: topics.commandAnswers.name,
  summary: 'What became of a command.',
  data: processedData,
} satisfies EventContract<CommandProcessed>;
