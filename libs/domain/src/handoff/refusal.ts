import { durationMilliseconds } from '../time/duration.ts';
import type { HandoffCommand, ReceivedCommand } from './commands.ts';
import { isTeamLeadOf, permissionRefusal } from './permissions.ts';
import { countedTouches, lacksSecondChannel, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';

export interface Refusal {
  code:
    | 'not-permitted'
    | 'wrong-stage'
    | 'not-a-touch'
    | 'touch-not-found'
    | 'too-few-touches'
    | 'unanswered-questions'
    | 'return-window-closed'
    | 'not-in-future'
    | 'pause-too-long';
  /** What was wrong and what to do instead. */
  detail: string;
}

/** Why the command cannot be taken in this state, or nothing. */
export function refusalFor(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  if (state.stage === 'ended')
    return wrongStage(`The handoff has ended (${state.ending}); nothing more can be done in it.`);
  if (state.stage === 'transferring')
    return wrongStage('The handoff is only just being transferred; repeat this in a moment.');
  return permissionRefusal(state, received) ?? stageRefusal(state, received.command) ?? ruleRefusal(state, received);
}

/** Commands that go on with the lead make sense only while sales has it. */
const commandsWhileWithSales: readonly HandoffCommand['type'][] = [
  ...(['open', 'accept', 'decline', 'touch', 'agree-next-step', 'answer-questions', 'qualify'] as const),
  ...(['return', 'hold-return', 'close-unreachable', 'reassign', 'void-touch'] as const),
];

/** Of these, what needs no owner: somebody may answer the lead's call, or the lead go on to somebody or back. */
const commandsWithoutOwner: readonly HandoffCommand['type'][] = ['touch', 'reassign', 'return', 'hold-return'];
const returnCommands: readonly HandoffCommand['type'][] = ['return', 'hold-return'];

function stageRefusal({ stage, transferredAt }: HandoffState, { type }: HandoffCommand): Refusal | undefined {
  const isBack = stage === 'returned' || stage === 'contested';
  if (isBack && commandsWhileWithSales.includes(type))
    return wrongStage('The lead was given back; marketing, or the arbiter, decides now.');
  if (stage === 'queued' && commandsWhileWithSales.includes(type) && !commandsWithoutOwner.includes(type))
    return wrongStage('Nobody owns the lead now; the team lead can reassign or return it.');
  if (transferredAt === undefined && returnCommands.includes(type))
    return wrongStage('Sales never had this lead, so it cannot give it back; the team lead can reassign it.');
  return undefined;
}

function ruleRefusal(state: HandoffState, received: ReceivedCommand): Refusal | undefined {
  const { command } = received;
  switch (command.type) {
    case 'open':
    case 'note':
    case 'opt-out':
    case 'answer-questions':
    case 'correct-contact':
    case 'lead-replied':
    case 'add-signal':
    case 'hold-return':
    case 'retry-routing':
      return undefined;
    case 'touch':
      return touchRefusal(command, received.receivedAt);
    case 'void-touch':
      return state.touches.some(({ version }) => version === command.touchVersion)
        ? undefined
        : {
            code: 'touch-not-found',
            detail: `Version ${command.touchVersion} of the record is no touch that still counts; see the record for its version.`,
          };
    case 'agree-next-step':
      return nextStepRefusal(state, command.nextStepAt, received);
    case 'reassign':
      return command.toPersonId !== undefined && command.toPersonId === state.ownerId
        ? wrongStage('This person owns the handoff already; name another.')
        : undefined;
    case 'accept':
      return state.accepted ? wrongStage('The handoff is accepted already; the next step is a touch.') : undefined;
    case 'decline':
      return state.stage === 'awaiting-acceptance'
        ? undefined
        : wrongStage(
            'Only a handoff that awaits acceptance can be declined; after that, return it with a reason or ask the team lead to reassign it.',
          );
    case 'qualify':
      return qualifyRefusal(state, received);
    case 'return':
      return returnRefusal(state, received);
    case 'accept-return':
    case 'contest-return':
      return state.stage === 'returned' ? undefined : wrongStage('There is no return that waits for marketing.');
    case 'decide-dispute':
      return state.stage === 'contested' ? undefined : wrongStage('There is no contested return to decide.');
    case 'close-unreachable':
      return unreachableRefusal(state);
  }
}

/** A touch is an outbound attempt or a two-way conversation; a call of the lead that nobody answered is neither. */
function touchRefusal(
  { direction, outcome, madeAt }: HandoffCommand & { type: 'touch' },
  receivedAt: string,
): Refusal | undefined {
  if (madeAt !== undefined && Date.parse(madeAt) > Date.parse(receivedAt))
    return { code: 'not-a-touch', detail: `A touch is recorded when it was, and ${madeAt} is still to come.` };
  if (direction === 'outbound' || outcome === 'reached') return undefined;
  return {
    code: 'not-a-touch',
    detail: 'An inbound contact is a touch only when a conversation came of it; answer the lead and record that.',
  };
}

function nextStepRefusal(
  state: HandoffState,
  moment: string,
  { receivedAt, terms }: ReceivedCommand,
): Refusal | undefined {
  if (state.stage !== 'working' && state.stage !== 'sql')
    return wrongStage('A next step is terms with a lead that was contacted; record the touch first.');
  const ahead = Date.parse(moment) - Date.parse(receivedAt);
  if (!(ahead > 0)) return { code: 'not-in-future', detail: `A next step lies ahead, and ${moment} does not.` };
  if (terms.longestPause && ahead > durationMilliseconds(terms.longestPause))
    return {
      code: 'pause-too-long',
      detail: `A next step can be at most ${terms.longestPause} ahead; agree an earlier one, or return the lead.`,
    };
  return undefined;
}

function qualifyRefusal(state: HandoffState, { command, terms }: ReceivedCommand): Refusal | undefined {
  if (state.stage !== 'working' || !wasReached(state))
    return wrongStage('A lead is qualified in a conversation; record the touch that reached it first.');
  const given = command.type === 'qualify' ? command.answers : [];
  const answerTo = (question: string): string | undefined =>
    [...given, ...state.answers].find((answer) => answer.question === question)?.answer;
  const missingQuestions = [...new Set([...(terms.sqlQuestions ?? []), ...state.askedCriteria])].filter(
    (question) => answerTo(question) !== 'yes',
  );
  if (missingQuestions.length === 0) return undefined;
  return {
    code: 'unanswered-questions',
    detail: `An SQL needs a yes to each of: ${missingQuestions.join(', ')}. Answer them, or return the lead with a reason.`,
  };
}

/** After its window a return needs the team lead's own word. */
function returnRefusal(state: HandoffState, { actor, receivedAt, terms }: ReceivedCommand): Refusal | undefined {
  const { returnWindow, returnUntilTouchesEnd } = terms;
  if (returnWindow === undefined || isTeamLeadOf(state, actor)) return undefined;
  const until =
    returnUntilTouchesEnd && state.sqlAt === undefined
      ? state.conversationWindowEndsAt
      : (state.returnWindows.find(({ window: within }) => within === returnWindow) ?? state.returnWindows[0])?.endsAt;
  if (until === undefined || Date.parse(receivedAt) <= Date.parse(until)) return undefined;
  return {
    code: 'return-window-closed',
    detail: `For this reason a return was possible until ${until}; now only the team lead can give it.`,
  };
}

function unreachableRefusal(state: HandoffState): Refusal | undefined {
  const { minimum, minimumDays: daysNeeded } = state.touchLimits;
  if (state.stage !== 'working' || wasReached(state)) {
    return wrongStage('Only a lead that was tried and never reached can be closed as unreachable.');
  }
  const counted = countedTouches(state);
  const days = new Set(counted.map(({ day }) => day)).size;
  const missing = [
    ...(counted.length < minimum ? [`${minimum} counted touches (now ${counted.length})`] : []),
    ...(days < daysNeeded ? [`touches on ${daysNeeded} days (now ${days})`] : []),
    ...(lacksSecondChannel(state) ? ['touches over two channels'] : []),
  ];
  if (missing.length === 0) return undefined;
  return { code: 'too-few-touches', detail: `Before closing as unreachable there must be ${missing.join(', ')}.` };
}

const wrongStage = (detail: string): Refusal => ({ code: 'wrong-stage', detail });
