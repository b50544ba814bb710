import type { Duration } from '../time/duration.ts';
import type { ContactMethod, SignalKind } from '../lead/lead.ts';
import type { Role } from '../roles.ts';
import type {
  ReturnDisposition,
  DeclineReason,
  Evidence,
  Fault,
  Proof,
  QualifyingAnswer,
  TouchChannel,
  TouchOutcome,
} from './steps.ts';

/** What somebody can do with a handoff. Free text never travels here: it lies in intake, under `textId`. */
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
      /** Said to have been earlier than it was received; counts for a promise only with machine evidence. */
      madeAt?: string;
      textId?: string;
    }
  /** Takes a mistaken touch back, by its version in the record. */
  | { type: 'void-touch'; touchVersion: number }
  /** The lead's phone or e-mail was wrong and is now right: touches to the wrong one are void. */
  | { type: 'correct-contact'; contactMethod: ContactMethod }
  /** The lead itself wrote or called, and nobody has spoken with it yet. */
  | { type: 'lead-replied'; channel: TouchChannel; evidence: Evidence }
  /** The lead showed interest once more. */
  | { type: 'add-signal'; signalId: string; signal: SignalKind }
  /** The lead asked to be contacted at a moment. */
  | { type: 'agree-next-step'; nextStepAt: string; evidence: Evidence; textId?: string }
  | { type: 'opt-out'; evidence: Evidence }
  | { type: 'note'; textId: string }
  | { type: 'answer-questions'; answers: QualifyingAnswer[] }
  /** Without a closer: whoever the team's rule names, or the rep, when the rep is one. */
  | { type: 'qualify'; answers: QualifyingAnswer[]; closerId?: string }
  | { type: 'return'; reason: string; proof: Proof; textId?: string; answers?: QualifyingAnswer[] }
  /** An outside CRM gave the lead back without saying why. */
  | { type: 'hold-return' }
  | { type: 'accept-return'; disposition: ReturnDisposition }
  | { type: 'contest-return'; textId?: string }
  | {
      type: 'decide-dispute';
      verdict: 'upheld' | 'overturned';
      fault: Fault;
      disposition?: ReturnDisposition;
      textId?: string;
    }
  | { type: 'close-unreachable' }
  /** Without a person the router chooses anew. */
  | { type: 'reassign'; toPersonId?: string }
  /** Somebody came back, or a place became free: a lead that waits for an owner is looked at again. */
  | { type: 'retry-routing' };

/** All evidence that a command brings, with the field that holds it. */
export function evidenceOf(command: HandoffCommand): { field: string; evidence: Evidence }[] {
  if ('evidence' in command) return [{ field: 'evidence', evidence: command.evidence }];
  const { answers = [] } = 'answers' in command ? command : {};
  return answers.map(({ evidence }, index) => ({ field: `answers.${index}.evidence`, evidence }));
}

/** Who gives the command. */
export interface CommandActor {
  id: string;
  kind: 'person' | 'integration';
  roles: Role[];
  teamId?: string;
}

/** What the agreement says to this command; given along, because a workflow does not read agreements. */
export interface CommandTerms {
  /** Questions that an SQL needs a yes to. */
  sqlQuestions?: string[];
  /** The window of the return's reason, from the transfer. */
  returnWindow?: Duration;
  /** Its reason shows only in a conversation: its window lasts until the touches end. */
  returnUntilTouchesEnd?: boolean;
  /** The longest pause that a next step can make, ISO 8601 duration. */
  longestPause?: Duration;
}

/** A command as it was received. */
export interface ReceivedCommand {
  command: HandoffCommand;
  actor: CommandActor;
  /** ISO 8601. */
  receivedAt: string;
  terms: CommandTerms;
}
