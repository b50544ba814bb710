import {
  contactMethods,
  declineReasons,
  disputeVerdicts,
  faults,
  returnDispositions,
  touchChannels,
  touchDirections,
  touchOutcomes,
} from '@baton/domain';
import type { HandoffCommand } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { submittedAnswers as answers, submittedEvidence as evidence, submittedReference } from './evidence.ts';
import { topics } from './topics.ts';

const channel = z.enum(touchChannels);
const automatic = z
  .literal(true)
  .exactOptional()
  .describe('A machine sent the message: it is kept as engagement and is neither a touch nor a reply');
const disposition = z.enum(returnDispositions);

/** The commands that another system can send. Free text is personal data, so it is accepted over HTTP only. */
const command = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('decline'), reason: z.enum(declineReasons), toTeamId: shortText.exactOptional() }),
  z.object({
    type: z.literal('touch'),
    channel,
    direction: z.enum(touchDirections),
    outcome: z.enum(touchOutcomes),
    evidence,
    madeAt: moment.exactOptional(),
    automatic,
  }),
  z.object({ type: z.literal('void-touch'), touchVersion: z.int().positive() }),
  z.object({ type: z.literal('correct-contact'), contactMethod: z.enum(contactMethods) }),
  z.object({ type: z.literal('lead-replied'), channel, evidence, automatic }),
  z.object({ type: z.literal('agree-next-step'), nextStepAt: moment, evidence }),
  z.object({ type: z.literal('postpone'), until: moment, evidence }),
  z.object({ type: z.literal('opt-out'), evidence }),
  z.object({ type: z.literal('answer-questions'), answers: answers.min(1) }),
  z.object({ type: z.literal('qualify'), answers, closerId: shortText.exactOptional() }),
  z.object({
    type: z.literal('return'),
    reason: shortText,
    proof: z.object({ kind: shortText, reference: submittedReference }),
    answers: answers.exactOptional(),
  }),
  z.object({ type: z.literal('hold-return') }),
  z.object({ type: z.literal('accept-return'), disposition, toTeamId: shortText.exactOptional() }),
  z.object({ type: z.literal('contest-return') }),
  z.object({
    type: z.literal('decide-dispute'),
    verdict: z.enum(disputeVerdicts),
    fault: z.enum(faults),
    disposition: disposition.exactOptional(),
    toTeamId: shortText.exactOptional(),
  }),
  z.object({ type: z.literal('close-unreachable') }),
  z.object({
    type: z.literal('reassign'),
    toPersonId: shortText.exactOptional(),
    toTeamId: shortText.exactOptional(),
  }),
]) satisfies z.ZodType<HandoffCommand>;

/**
 * A command from any entry point, with its caller. A command that does not match would produce steps that readers of
 * the record reject. Over HTTP there are notes as well, and texts, of which the command holds only the id.
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
  /** The person who acts in the other system, if its key covers them. Without it the system acts on its own behalf. */
  personId: shortText.exactOptional(),
  command,
});

export type CommandRequested = z.infer<typeof requestedData>;

/** Signer, source and id identify the event: a repeated event is executed and answered once. */
export const commandRequested = {
  type: 'baton.handoff.command-requested',
  topic: topics.handoffCommands.name,
  summary: 'Another system requests a command on a handoff. The event carries a credential.',
  data: requestedData,
} satisfies EventContract<CommandRequested>;

const processedData = z.object({
  /** The id of the requesting event. */
  commandId: shortText,
  /** The source of the requesting event; absent when the request was a bare message. */
  commandSource: shortText.exactOptional(),
  handoffId: shortText,
  outcome: z.enum(['done', 'refused']),
  /** If done: the version of the record with the command's last step. */
  version: z.int().positive().exactOptional(),
  /** If refused: the problem, as the HTTP interface would return it, also when the credential is refused. */
  problem: z.object({ type: shortText, status: z.int(), detail: z.string() }).exactOptional(),
});

export type CommandProcessed = z.infer<typeof processedData>;

export const commandProcessed = {
  type: 'baton.handoff.command-processed',
  topic: topics.commandAnswers.name,
  summary: 'The result of a requested command.',
  data: processedData,
} satisfies EventContract<CommandProcessed>;
