import { contactMethods, signalKinds } from '../lead/lead.ts';
import { allRoles } from '../roles.ts';
import {
  fits,
  flag,
  isStorable,
  listOf,
  moment,
  objectOf,
  oneOf,
  optional,
  positiveInteger,
  shortText,
} from '../shape.ts';
import type { Shape } from '../shape.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { commandTypes } from './commands.ts';
import type { CommandActor, CommandOf, CommandTerms, CommandType, ReceivedCommand } from './commands.ts';
import { evidenceKinds, isReference, qualifyingAnswerValues, referenceRules } from './evidence.ts';
import { declineReasons, disputeVerdicts, faults, returnDispositions } from './steps.ts';
import { touchChannels, touchDirections, touchOutcomes } from './touches.ts';

/** A shape for each field, so that a new field cannot be forgotten. */
type Fields<Checked> = { readonly [Name in keyof Required<Checked>]: Shape };

/** Free of personal data, because steps carry it into events. */
const reference = optional(
  fits(
    (value) =>
      typeof value === 'string' &&
      value.length <= referenceRules.maximumLength &&
      isStorable(value) &&
      isReference(value),
  ),
);
const evidence = objectOf({ kind: oneOf(evidenceKinds), reference });
const answers = listOf(objectOf({ question: shortText, answer: oneOf(qualifyingAnswerValues), evidence }));
const channel = oneOf(touchChannels);
const disposition = oneOf(returnDispositions);
const text = optional(shortText);

const commandFields: { readonly [Type in CommandType]: Fields<Omit<CommandOf<Type>, 'type'>> } = {
  open: {},
  accept: {},
  decline: { reason: oneOf(declineReasons), toTeamId: optional(shortText) },
  touch: {
    channel,
    direction: oneOf(touchDirections),
    outcome: oneOf(touchOutcomes),
    evidence,
    madeAt: optional(moment),
    correctsContact: optional(oneOf([true])),
    zones: optional(listOf(shortText)),
    textId: text,
    automatic: optional(oneOf([true])),
  },
  'void-touch': { touchVersion: positiveInteger },
  'correct-contact': { contactMethod: oneOf(contactMethods), zones: optional(listOf(shortText)) },
  'lead-replied': { channel, evidence, automatic: optional(oneOf([true])) },
  'add-signal': { signalId: shortText, signal: oneOf(signalKinds) },
  'agree-next-step': { nextStepAt: moment, evidence, textId: text },
  postpone: { until: moment, evidence, textId: text },
  'opt-out': { evidence, refusedAt: optional(moment) },
  'close-erased': {},
  note: { textId: shortText },
  'answer-questions': { answers },
  qualify: { answers, closerId: optional(shortText) },
  return: {
    reason: shortText,
    proof: objectOf({ kind: shortText, reference }),
    textId: text,
    answers: optional(answers),
  },
  'hold-return': {},
  'accept-return': { disposition, toTeamId: optional(shortText) },
  'contest-return': { textId: text },
  'decide-dispute': {
    verdict: oneOf(disputeVerdicts),
    fault: oneOf(faults),
    disposition: optional(disposition),
    toTeamId: optional(shortText),
    textId: text,
  },
  'close-unreachable': {},
  reassign: { toPersonId: optional(shortText), toTeamId: optional(shortText) },
  'retry-routing': {},
};

const command: Shape = (value) => {
  const mismatch = objectOf({ type: oneOf(commandTypes) })(value);
  return mismatch ?? objectOf(commandFields[(value as { type: CommandType }).type])(value);
};

const actorFields: Fields<CommandActor> = {
  id: shortText,
  kind: oneOf(['person', 'integration']),
  roles: listOf(oneOf(allRoles)),
  teamId: optional(shortText),
  via: optional(shortText),
};

const duration: Shape = fits((value) => {
  try {
    return typeof value === 'string' && Number.isFinite(durationMilliseconds(value));
  } catch {
    return false;
  }
});

const termFields: Fields<CommandTerms> = {
  sqlQuestions: optional(listOf(shortText)),
  returnReasons: optional(listOf(objectOf({ question: shortText, reason: shortText }))),
  returnWindow: optional(duration),
  returnUntilTouchesEnd: optional(flag),
  returnNeedsConversation: optional(flag),
  longestPause: optional(duration),
  postponement: optional(objectOf({ shortest: duration, longest: duration })),
};

/** The shapes of a command as it is received. */
export const receivedCommandFields: Fields<ReceivedCommand> = {
  command,
  actor: objectOf(actorFields),
  receivedAt: moment,
  terms: objectOf(termFields),
};
