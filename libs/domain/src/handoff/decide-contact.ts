import { isDirectSignal } from '../lead/lead.ts';
import { latest } from '../time/moment.ts';
import type { CommandOf } from './commands.ts';
import { isOwnedBySales, restartActivityPromise } from './contact-promises.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { recordedEvidence } from './evidence.ts';
import { keepPromise, pausePromise, releasePromise, resumePromise, startPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import { contactMethodOf } from './touches.ts';

/**
 * Voids the touches to the wrong phone or e-mail since it last reached the lead; until then it was the right one. The
 * promises that they kept stay kept, because the rep did try.
 */
export function correctContact(
  draft: Draft,
  { contactMethod, zones }: Pick<CommandOf<'correct-contact'>, 'contactMethod' | 'zones'>,
  actor: Actor,
  at: string,
): void {
  draft.add(at, actor, { type: 'contact-corrected', contactMethod, ...(zones && { zones }) });
  const touches = draft.state.touches.filter(({ channel }) => contactMethodOf(channel) === contactMethod);
  const toWrongContact = touches.slice(touches.findLastIndex(({ reached }) => reached) + 1);
  for (const { version } of toWrongContact)
    draft.addBySystem(at, { type: 'touch-voided', touchVersion: version, reason: 'contact-corrected' });
}

export function leadReplied(draft: Draft, command: CommandOf<'lead-replied'>, actor: Actor, at: string): void {
  const { channel } = command;
  draft.add(at, actor, { type: 'lead-replied', channel, evidence: recordedEvidence(command.evidence, actor) });
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
  if (isOwnedBySales(draft.state) && !draft.runningPromise('reply-to-lead', 'owner'))
    startPromise(draft, 'reply-to-lead', 'owner', at);
}

/**
 * After a direct signal the owner must contact the lead again, as quickly as the first time. For an SQL that is the
 * closer. An indirect signal starts nothing.
 */
export function addSignal(draft: Draft, command: CommandOf<'add-signal'>, actor: Actor, at: string): void {
  const { signalId, signal } = command;
  if (draft.state.signalIds.includes(signalId)) return;
  // The signal can arrive long after its receipt, but the owner's clock must not start in the past.
  const from = latest(at, draft.context.now);
  const pausedUntil = isDirectSignal(signal) ? pauseEnd(draft.state, from) : undefined;
  draft.add(at, actor, { type: 'signal-added', signalId, signal, ...(pausedUntil && { endsPause: true }) });
  if (pausedUntil) endPause(draft, pausedUntil, at, from);
  const contact = draft.state.stage === 'sql' ? 'sql-contact' : 'first-contact';
  if (isDirectSignal(signal) && isOwnedBySales(draft.state) && !draft.runningPromise(contact, 'owner'))
    startPromise(draft, contact, 'owner', at, from);
}

/** When the pause for the agreed next step ends, if it lasts beyond `moment`. */
const pauseEnd = ({ nextStepAt }: HandoffState, moment: string): string | undefined =>
  nextStepAt !== undefined && Date.parse(nextStepAt) > Date.parse(moment) ? nextStepAt : undefined;

/** The touches continue where the pause interrupted them, the activity counts from now, and the next step is off. */
function endPause(draft: Draft, pausedUntil: string, at: string, from: string): void {
  const touches = draft.runningPromise('touches', 'lead');
  if (touches) resumePromise(draft, touches, pausedUntil, at, from);
  const nextStep = draft.runningPromise('next-step', 'owner');
  if (nextStep) releasePromise(draft, nextStep, 'pause-ended', at);
  const activity = draft.runningPromise('activity', 'owner');
  if (!activity) return;
  releasePromise(draft, activity, 'pause-ended', at);
  startPromise(draft, 'activity', 'owner', at, from);
}

/** Pauses touches and activity until the time that the lead asked for. */
export function agreeNextStep(draft: Draft, command: CommandOf<'agree-next-step'>, actor: Actor, at: string): void {
  const { nextStepAt, textId } = command;
  const touches = draft.runningPromise('touches', 'lead');
  const since = touches && countingStart(draft, touches, at);
  draft.add(at, actor, {
    type: 'next-step-agreed',
    nextStepAt,
    evidence: recordedEvidence(command.evidence, actor),
    ...(textId && { textId }),
  });
  if (touches && since) pausePromise(draft, touches, at, since, nextStepAt);
  startPromise(draft, 'next-step', 'owner', at, nextStepAt);
  draft.closeTickets(at, 'next-step-missed');
  restartActivityPromise(draft, at);
}

/** A clock that was paused before counts from the end of that pause, which may still be in the future. */
function countingStart(draft: Draft, { from }: RunningPromise, at: string): string {
  const { nextStepAt } = draft.state;
  if (nextStepAt === undefined) return from;
  const isPaused = draft.runningPromise('next-step', 'owner') !== undefined;
  return isPaused || Date.parse(nextStepAt) <= Date.parse(at) ? latest(from, nextStepAt) : from;
}

/** Ends the handoff. Its owner gets the lead back in the next one, at the first moment of their work from the date on. */
export function postpone(draft: Draft, command: CommandOf<'postpone'>, actor: Actor, at: string): void {
  const { until, evidence, textId } = command;
  const ownerId = draft.state.ownerId ?? actor.id;
  draft.add(at, actor, {
    type: 'postponed',
    until,
    comesBackAt: draft.context.time(ownerId).nextWorkingMoment(until) ?? until,
    ownerId,
    evidence: recordedEvidence(evidence, actor),
    ...(textId && { textId }),
  });
  endHandoff(draft, 'postponed', at);
}
