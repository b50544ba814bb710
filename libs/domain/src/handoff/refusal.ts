import { conversationProofKinds } from '../agreement/agreement.ts';
import { isAutomatic, recordedActor } from './commands.ts';
import type {
  CommandActor,
  CommandOf,
  CommandTerms,
  CommandType,
  HandoffCommand,
  ReceivedCommand,
  Refusal,
} from './commands.ts';
import { recordedProof } from './evidence.ts';
import { nextStepDateRefusal } from './next-step-date.ts';
import { isTeamLeadOf, permissionRefusal } from './permissions.ts';
import { postponementRefusal } from './postponement-refusal.ts';
import { returnWindowEnd } from './return-window.ts';
import { countedTouches, daysTried, lacksChannel, needsCloser, requiredChannels, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';
import type { ReturnDisposition } from './steps.ts';

/** Why the command is refused in this state; undefined when it is not. */
export function refusalFor(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  if (state.stage === 'ended')
    return wrongStage(`The handoff has ended (${state.ending}) and accepts no more commands.`);
  if (state.stage === 'transferring')
    return wrongStage('The handoff is still being transferred. Repeat the command in a moment.');
  const { command, actor } = received;
  if (isAutomatic(command)) return permissionRefusal(state, received) ?? automaticRefusal(command, actor);
  return permissionRefusal(state, received) ?? stageRefusal(state, command) ?? ruleRefusal(state, received);
}

/** An automatic message changes nothing, so it is kept at every stage. A person's message is never automatic. */
function automaticRefusal(command: HandoffCommand, { kind, via }: CommandActor): Refusal | undefined {
  if (kind === 'person' && via === undefined)
    return {
      code: 'not-automatic',
      detail: `Only a connected system can report an automatic message. Send ${command.type} without automatic.`,
    };
  if (command.type === 'touch' && command.correctsContact)
    return {
      code: 'not-automatic',
      detail: 'An automatic message corrects no phone or e-mail. Use correct-contact instead.',
    };
  return undefined;
}

/** The clock of the system that reports a touch can be a little ahead. */
const CLOCK_TOLERANCE_MILLISECONDS = 30_000;

const commandsWhileWithSales: readonly CommandType[] = [
  'open',
  'accept',
  'decline',
  'touch',
  'void-touch',
  'agree-next-step',
  'postpone',
  'answer-questions',
  'qualify',
  'return',
  'hold-return',
  'close-unreachable',
  'reassign',
];

/** The commands of sales that need no owner: someone takes the lead's call, or the lead is reassigned or returned. */
const commandsWithoutOwner: readonly CommandType[] = ['touch', 'reassign', 'return', 'hold-return'];
const returnCommands: readonly CommandType[] = ['return', 'hold-return'];

function stageRefusal({ stage, transferredAt }: HandoffState, { type }: HandoffCommand): Refusal | undefined {
  const isReturned = stage === 'returned' || stage === 'contested';
  if (isReturned && commandsWhileWithSales.includes(type))
    return wrongStage('The lead was returned. Marketing or the arbiter decides what happens next.');
  if (stage === 'queued' && commandsWhileWithSales.includes(type) && !commandsWithoutOwner.includes(type))
    return wrongStage('The lead has no owner now. The team lead can reassign or return it.');
  if (transferredAt === undefined && returnCommands.includes(type))
    return wrongStage('Sales never had this lead, so it cannot return it. The team lead can reassign it.');
  return undefined;
}

function ruleRefusal(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  const { command } = received;
  switch (command.type) {
    case 'open':
    case 'note':
    case 'close-erased':
    case 'answer-questions':
    case 'correct-contact':
    case 'lead-replied':
    case 'add-signal':
    case 'hold-return':
    case 'retry-routing':
      return undefined;
    case 'opt-out':
      return command.refusedAt !== undefined && !isBefore(state.lastDirectSignalAt ?? '', command.refusedAt)
        ? wrongStage('The lead has asked for contact since the refusal.')
        : undefined;
    case 'touch':
      return touchRefusal(state, command, received.receivedAt);
    case 'void-touch':
      return voidTouchRefusal(state, command);
    case 'agree-next-step':
      return nextStepRefusal(state, command.nextStepAt, received);
    case 'postpone':
      return postponementRefusal(state, command, received);
    case 'reassign':
      if (command.toTeamId !== undefined && command.toPersonId !== undefined)
        return notAnotherTeam('Name either a person or a team.');
      if (command.toTeamId !== undefined && needsCloser(state))
        return notAnotherTeam('An SQL stays in its team. Return it, or reassign it to another closer.');
      if (command.toTeamId !== undefined && command.toTeamId === state.teamId) return notAnotherTeam();
      return command.toPersonId !== undefined && command.toPersonId === state.ownerId
        ? wrongStage('This person already owns the handoff. Name someone else.')
        : undefined;
    case 'accept':
      return state.accepted ? wrongStage('The handoff is already accepted. The next step is a touch.') : undefined;
    case 'decline':
      if (command.toTeamId !== undefined && command.reason !== 'routing')
        return notAnotherTeam('Only a lead declined for routing can name the right team.');
      if (command.toTeamId !== undefined && command.toTeamId === state.teamId) return notAnotherTeam();
      return state.stage === 'awaiting-acceptance'
        ? undefined
        : wrongStage(
            'Only a handoff that awaits acceptance can be declined. Return the lead with a reason, or ask the team lead to reassign it.',
          );
    case 'qualify':
      return qualifyRefusal(state, received);
    case 'return':
      return conversationRefusal(state, command, received) ?? returnWindowRefusal(state, received);
    case 'accept-return':
      if (state.stage === 'returned') return dispositionRefusal(state, command);
      return wrongStage('There is no return for marketing to review.');
    case 'contest-return':
      return state.stage === 'returned' ? undefined : wrongStage('There is no return for marketing to review.');
    case 'decide-dispute':
      if (state.stage !== 'contested') return wrongStage('There is no contested return to decide.');
      if (command.verdict === 'overturned' && command.toTeamId !== undefined)
        return notAnotherTeam('An overturned return goes back to sales. Only an upheld one can be rerouted.');
      return command.verdict === 'upheld' ? dispositionRefusal(state, command) : undefined;
    case 'close-unreachable':
      return unreachableRefusal(state);
  }
}

/** A touch is an outbound attempt or a two-way conversation. A call from the lead that nobody took is neither. */
function touchRefusal(
  { transferredAt }: HandoffState,
  { direction, outcome, madeAt, correctsContact }: CommandOf<'touch'>,
  receivedAt: string,
): Refusal | undefined {
  if (madeAt !== undefined && Date.parse(madeAt) > Date.parse(receivedAt) + CLOCK_TOLERANCE_MILLISECONDS)
    return { code: 'not-a-touch', detail: `madeAt must not be in the future, got ${madeAt}.` };
  // A call from the lead can have begun before it became a lead.
  if (madeAt !== undefined && direction === 'outbound' && isBefore(madeAt, transferredAt))
    return {
      code: 'not-a-touch',
      detail: `madeAt must not be before the handoff reached sales at ${transferredAt}, got ${madeAt}. An earlier touch belongs to an earlier handoff.`,
    };
  if (correctsContact && outcome !== 'wrong-number')
    return {
      code: 'not-a-touch',
      detail: `A touch corrects the phone or e-mail only with the outcome wrong-number, not with ${outcome}. Use correct-contact instead.`,
    };
  if (direction === 'outbound' || outcome === 'reached') return undefined;
  return {
    code: 'not-a-touch',
    detail: 'An inbound contact is a touch only if it led to a conversation. Contact the lead and record that touch.',
  };
}

function voidTouchRefusal({ touches }: HandoffState, { touchVersion }: CommandOf<'void-touch'>): Refusal | undefined {
  if (touches.some(({ version }) => version === touchVersion)) return undefined;
  return {
    code: 'touch-not-found',
    detail: `Version ${touchVersion} of the record is not a touch, or the touch has already been voided. Look up the version in the record.`,
  };
}

function nextStepRefusal({ stage }: HandoffState, nextStepAt: string, received: ReceivedCommand): Refusal | undefined {
  if (stage !== 'working' && stage !== 'sql')
    return wrongStage('A next step can be agreed only after the lead has been contacted. Record the touch first.');
  return nextStepDateRefusal(nextStepAt, received, stage === 'sql' ? 'sql' : 'lead');
}

function qualifyRefusal(state: HandoffState, { command, terms }: ReceivedCommand): Refusal | undefined {
  if (state.stage !== 'working' || !wasReached(state))
    return wrongStage('A lead can be qualified only after a conversation. Record the touch that reached it first.');
  const given = command.type === 'qualify' ? command.answers : [];
  const answerTo = (question: string): string | undefined =>
    [...given, ...state.answers].find((answer) => answer.question === question)?.answer;
  const missing = [...new Set([...(terms.sqlQuestions ?? []), ...state.askedCriteria])].filter(
    (question) => answerTo(question) !== 'yes',
  );
  if (missing.length === 0) return undefined;
  return {
    code: 'unanswered-questions',
    detail: `An SQL needs a yes to each of these questions: ${missing.join(', ')}. ${adviceAfter(
      missing.filter((question) => answerTo(question) === 'no'),
      terms,
    )}`,
  };
}

/** What to do about questions that are unanswered, or answered no. */
function adviceAfter(noes: readonly string[], { returnReasons = [] }: CommandTerms): string {
  const advice = noes.flatMap((question) => {
    const known = returnReasons.find((each) => each.question === question);
    return known ? [`${known.reason} (no to ${question})`] : [];
  });
  if (advice.length === 0) return 'Answer them, or return the lead with a reason.';
  return `Return the lead with the reason ${advice.join(' or ')}.`;
}

/**
 * A reason that only a conversation shows needs one in the record, or its trace from a connected system. A person could
 * refer to a conversation that never took place.
 */
function conversationRefusal(
  state: HandoffState,
  { reason, proof }: CommandOf<'return'>,
  { actor, terms }: ReceivedCommand,
): Refusal | undefined {
  if (!terms.returnNeedsConversation || wasReached(state)) return undefined;
  const isTraceOfConversation = conversationProofKinds.includes(proof.kind);
  if (isTraceOfConversation && recordedProof(proof, recordedActor(actor)).level === 'verified') return undefined;
  return {
    code: 'no-conversation',
    detail: `Only a conversation shows "${reason}", and none is recorded. Record the touch that reached the lead first, or let the connected telephone or mail system report its record as the proof.`,
  };
}

/** After the return window only the team lead can return the lead. */
function returnWindowRefusal(state: HandoffState, { actor, receivedAt, terms }: ReceivedCommand): Refusal | undefined {
  if (terms.returnWindow === undefined || isTeamLeadOf(state, actor)) return undefined;
  const endsAt = returnWindowEnd(state, terms);
  if (endsAt === undefined || Date.parse(receivedAt) <= Date.parse(endsAt)) return undefined;
  return {
    code: 'return-window-closed',
    detail: `The window for returns with this reason closed at ${endsAt}. Only the team lead can return the lead now.`,
  };
}

function unreachableRefusal(state: HandoffState): Refusal | undefined {
  const { minimum, minimumDays } = state.touchLimits;
  if (state.stage !== 'working' || wasReached(state)) {
    return wrongStage('Only a lead that has been contacted but never reached can be closed as unreachable.');
  }
  const touches = countedTouches(state);
  const days = daysTried(state);
  const missing = [
    ...(touches.length < minimum ? [`${minimum} counted touches (now ${touches.length})`] : []),
    ...(days < minimumDays ? [`touches on ${minimumDays} days (now ${days})`] : []),
    ...(lacksChannel(state) ? [`touches on ${requiredChannels(state)} channels`] : []),
  ];
  if (missing.length === 0) return undefined;
  return { code: 'too-few-touches', detail: `Closing a lead as unreachable requires ${missing.join(', ')}.` };
}

const isBefore = (moment: string, limit: string | undefined): boolean =>
  limit !== undefined && Date.parse(moment) < Date.parse(limit);

/** A team is named exactly with the disposition `rerouted`. */
function dispositionRefusal(
  { teamId }: HandoffState,
  { disposition, toTeamId }: { disposition?: ReturnDisposition; toTeamId?: string },
): Refusal | undefined {
  if (disposition !== 'rerouted')
    return toTeamId === undefined
      ? undefined
      : notAnotherTeam('A team can be named only with the disposition rerouted.');
  if (toTeamId === undefined) return notAnotherTeam('A rerouted lead needs the team that it belongs to, in toTeamId.');
  return toTeamId === teamId ? notAnotherTeam() : undefined;
}

const notAnotherTeam = (detail = 'The lead is with this team. Name another one.'): Refusal => ({
  code: 'not-another-team',
  detail,
});

const wrongStage = (detail: string): Refusal => ({ code: 'wrong-stage', detail });
