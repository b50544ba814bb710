import type { Role } from '../roles.ts';
import type { HandoffState } from './state.ts';
import type { DeclineReason, Evidence, Proof, QualifyingAnswer, TouchChannel, TouchOutcome } from './steps.ts';

/** What a person can do with a handoff. Free text never travels here: it lies in intake, under `textId`. */
export type HandoffCommand =
  | { type: 'open' }
  | { type: 'accept' }
  | { type: 'decline'; reason: DeclineReason }
  | {
      type: 'touch';
      channel: TouchChannel;
      direction: 'outbound' | 'inbound';
      outcome: TouchOutcome;
      evidence: Evidence;
      textId?: string;
    }
  | { type: 'note'; textId: string }
  | { type: 'qualify'; answers: QualifyingAnswer[] }
  | { type: 'return'; reason: string; proof: Proof; textId?: string; answers?: QualifyingAnswer[] }
  | { type: 'close-unreachable' }
  | { type: 'reassign'; toPersonId: string };

/** Who gives the command. */
export interface CommandActor {
  id: string;
  kind: 'person' | 'integration';
  roles: Role[];
  teamId?: string;
}

export interface Refusal {
  code: 'not-yours' | 'wrong-stage' | 'not-a-touch' | 'not-enough-touches' | 'unanswered-questions';
  /** What was wrong and what to do instead. */
  detail: string;
}

const mayLead = (actor: CommandActor, state: HandoffState): boolean =>
  actor.roles.includes('admin') ||
  (actor.roles.includes('team-lead') && actor.teamId !== undefined && actor.teamId === state.teamId);

/** Why the command cannot be taken in this state, or nothing. `sqlQuestions` are the agreement's, beside those the handoff itself asked. */
export function refusal(
  state: HandoffState,
  command: HandoffCommand,
  actor: CommandActor,
  sqlQuestions: readonly string[] = [],
): Refusal | undefined {
  if (state.stage === 'ended')
    return wrongStage(`The handoff has ended (${state.ending}); nothing more can be done in it.`);
  if (state.stage === 'transferring')
    return wrongStage('The handoff is only just being transferred; repeat this in a moment.');
  const notYours = rightRefused(state, command, actor);
  if (notYours) return notYours;
  switch (command.type) {
    case 'open':
    case 'note':
      return undefined;
    case 'touch':
      return touchRefused(command);
    case 'reassign':
      return command.toPersonId === state.ownerId
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
      return qualifyRefused(state, command.answers, sqlQuestions);
    case 'return':
      return state.accepted || state.stage === 'awaiting-acceptance'
        ? undefined
        : wrongStage('There is no owner who could return it.');
    case 'close-unreachable':
      return unreachableRefused(state);
  }
}

const whose = ({ ownerId }: HandoffState): string => (ownerId ? 'somebody else' : 'nobody');

function rightRefused(state: HandoffState, command: HandoffCommand, actor: CommandActor): Refusal | undefined {
  const leads = mayLead(actor, state);
  if (command.type === 'reassign') {
    return leads ? undefined : { code: 'not-yours', detail: "Only the team's lead can reassign a handoff." };
  }
  if (actor.id === state.ownerId || (command.type === 'note' && leads)) return undefined;
  return { code: 'not-yours', detail: `Only the owner of the handoff can do this; it belongs to ${whose(state)} now.` };
}

/** A touch is an outbound attempt or a two-way conversation; a call of the lead that nobody answered is neither. */
function touchRefused({ direction, outcome }: HandoffCommand & { type: 'touch' }): Refusal | undefined {
  if (direction === 'outbound' || outcome === 'reached') return undefined;
  return {
    code: 'not-a-touch',
    detail: 'An inbound contact is a touch only when a conversation came of it; answer the lead and record that.',
  };
}

function qualifyRefused(
  state: HandoffState,
  answers: QualifyingAnswer[],
  sqlQuestions: readonly string[],
): Refusal | undefined {
  if (state.stage !== 'working' || !state.reached)
    return wrongStage('A lead is qualified in a conversation; record the touch that reached it first.');
  const lacking = [...sqlQuestions, ...state.asked].filter(
    (question) => !answers.some((given) => given.question === question && given.answer === 'yes'),
  );
  if (lacking.length === 0) return undefined;
  return {
    code: 'unanswered-questions',
    detail: `An SQL needs a yes to each of: ${lacking.join(', ')}. Answer them, or return the lead with a reason.`,
  };
}

function unreachableRefused(state: HandoffState): Refusal | undefined {
  const { minimum, days: daysNeeded } = state.touchLimits;
  if (state.stage !== 'working' || state.reached) {
    return wrongStage('Only a lead that was tried and never reached can be closed as unreachable.');
  }
  const days = new Set(state.countedTouches.map(({ day }) => day)).size;
  const channels = new Set(state.countedTouches.map(({ channel }) => channel)).size;
  const lacking = [
    ...(state.countedTouches.length < minimum
      ? [`${minimum} counted touches (now ${state.countedTouches.length})`]
      : []),
    ...(days < daysNeeded ? [`touches on ${daysNeeded} days (now ${days})`] : []),
    ...(channels < 2 && state.reachableBy.length >= 2 ? ['touches over two channels'] : []),
  ];
  if (lacking.length === 0) return undefined;
  return { code: 'not-enough-touches', detail: `Before closing as unreachable there must be ${lacking.join(', ')}.` };
}

const wrongStage = (detail: string): Refusal => ({ code: 'wrong-stage', detail });
