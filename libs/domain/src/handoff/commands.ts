import type { ContactMethod, SignalKind } from '../lead/lead.ts';
import type { Role } from '../roles.ts';
import type { Duration } from '../time/duration.ts';
import type { Evidence, Proof, QualifyingAnswer } from './evidence.ts';
import type { Actor } from './record.ts';
import type { DeclineReason, DisputeVerdict, Fault, ReturnDisposition } from './steps.ts';
import type { TouchChannel, TouchDirection, TouchOutcome } from './touches.ts';

/** What someone can do with a handoff. Commands never carry free text: intake stores it under `textId`. */
export type HandoffCommand =
  | { type: 'open' }
  | { type: 'accept' }
  /** `toTeamId` with the reason `routing`: the team that the lead belongs to. */
  | { type: 'decline'; reason: DeclineReason; toTeamId?: string }
  | {
      type: 'touch';
      channel: TouchChannel;
      direction: TouchDirection;
      outcome: TouchOutcome;
      evidence: Evidence;
      /** A time before the receipt. It counts for a promise only with referenced evidence. */
      madeAt?: string;
      /** The wrong number or address was corrected in the same step. The new value is stored in intake. */
      correctsContact?: true;
      /** The time zones that the lead could be in, by the new value. */
      zones?: string[];
      textId?: string;
      /** A machine sent it, as a sequence does. It is kept as engagement and is not a touch. */
      automatic?: true;
    }
  /** Take back a touch recorded by mistake. `touchVersion` is its version in the record. */
  | { type: 'void-touch'; touchVersion: number }
  /** Correct the lead's phone or e-mail. Touches to the wrong one no longer count. `zones` are those of the new value. */
  | { type: 'correct-contact'; contactMethod: ContactMethod; zones?: string[] }
  /** The lead wrote, or called and nobody has spoken with it yet. */
  | {
      type: 'lead-replied';
      channel: TouchChannel;
      evidence: Evidence;
      /** A machine answered, as an autoresponder does. It is kept as engagement and is not a reply. */
      automatic?: true;
    }
  /** The lead showed interest again. */
  | { type: 'add-signal'; signalId: string; signal: SignalKind }
  /** The lead asked to be contacted at a given time. */
  | { type: 'agree-next-step'; nextStepAt: string; evidence: Evidence; textId?: string }
  /** The lead asked to be contacted later than a next step can be, such as next quarter. */
  | { type: 'postpone'; until: string; evidence: Evidence; textId?: string }
  /** With `refusedAt`, only if the lead has not made a direct signal since then. */
  | { type: 'opt-out'; evidence: Evidence; refusedAt?: string }
  /** The person behind the lead was erased. */
  | { type: 'close-erased' }
  | { type: 'note'; textId: string }
  | { type: 'answer-questions'; answers: QualifyingAnswer[] }
  /** Without `closerId` the team's rule chooses the closer; it can be the rep. */
  | { type: 'qualify'; answers: QualifyingAnswer[]; closerId?: string }
  | { type: 'return'; reason: string; proof: Proof; textId?: string; answers?: QualifyingAnswer[] }
  /** An outside CRM returned the lead without a reason. */
  | { type: 'hold-return' }
  /** `toTeamId` with `rerouted`. */
  | { type: 'accept-return'; disposition: ReturnDisposition; toTeamId?: string }
  | { type: 'contest-return'; textId?: string }
  | {
      type: 'decide-dispute';
      verdict: DisputeVerdict;
      fault: Fault;
      disposition?: ReturnDisposition;
      toTeamId?: string;
      textId?: string;
    }
  | { type: 'close-unreachable' }
  /** Without `toPersonId` the router chooses, in the lead's team or in the one named. */
  | { type: 'reassign'; toPersonId?: string; toTeamId?: string }
  /** Someone came back or has free capacity: ask the router again for a lead that waits for an owner. */
  | { type: 'retry-routing' };

export const commandTypes = [
  'open',
  'accept',
  'decline',
  'touch',
  'void-touch',
  'correct-contact',
  'lead-replied',
  'add-signal',
  'agree-next-step',
  'postpone',
  'opt-out',
  'close-erased',
  'note',
  'answer-questions',
  'qualify',
  'return',
  'hold-return',
  'accept-return',
  'contest-return',
  'decide-dispute',
  'close-unreachable',
  'reassign',
  'retry-routing',
] as const satisfies readonly HandoffCommand['type'][];
export type CommandType = (typeof commandTypes)[number];
export type CommandOf<Type extends CommandType> = HandoffCommand & { type: Type };

/** All evidence in a command, each with the name of its field. */
export function evidenceOf(command: HandoffCommand): { field: string; evidence: Evidence }[] {
  if ('evidence' in command) return [{ field: 'evidence', evidence: command.evidence }];
  const { answers = [] } = 'answers' in command ? command : {};
  return answers.map(({ evidence }, index) => ({ field: `answers.${index}.evidence`, evidence }));
}

/** Whether a machine sent what the command reports, so that it is neither a touch nor a reply. */
export const isAutomatic = (command: HandoffCommand): boolean => 'automatic' in command && command.automatic === true;

export interface CommandActor {
  id: string;
  kind: 'person' | 'integration';
  roles: Role[];
  teamId?: string;
  /** The system that acts for the person, such as `integration:telephony`. */
  via?: string;
}

/** The actor that the record names. */
export const recordedActor = ({ kind, id, via }: CommandActor): Actor => ({
  kind,
  id,
  ...(via !== undefined && { via }),
});

/** The agreement's terms for one command. They travel with it because workflows do not read agreements. */
export interface CommandTerms {
  /** Questions that must be answered yes before a lead becomes an SQL. */
  sqlQuestions?: string[];
  /** The reason to return a lead with after a no to a question. */
  returnReasons?: { question: string; reason: string }[];
  /** The window for returns with this reason. */
  returnWindow?: Duration;
  /** Only a conversation shows the reason, and it has no separate window, so it lasts until the touches are due. */
  returnUntilTouchesEnd?: boolean;
  /** Only a conversation shows the reason, so a return without one is refused. */
  returnNeedsConversation?: boolean;
  /** The longest pause that a next step can make. */
  longestPause?: Duration;
  /** How far ahead a lead can be postponed. */
  postponement?: { shortest: Duration; longest: Duration };
}

export interface ReceivedCommand {
  command: HandoffCommand;
  actor: CommandActor;
  /** ISO 8601. */
  receivedAt: string;
  terms: CommandTerms;
}

export const refusalCodes = [
  'not-permitted',
  'wrong-stage',
  'not-a-touch',
  'not-automatic',
  'touch-not-found',
  'too-few-touches',
  'unanswered-questions',
  'return-window-closed',
  'no-conversation',
  'not-in-future',
  'pause-too-long',
  'postponement-too-near',
  'postponement-too-far',
  'not-another-team',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  code: RefusalCode;
  /** What is wrong and what to do instead. */
  detail: string;
}
