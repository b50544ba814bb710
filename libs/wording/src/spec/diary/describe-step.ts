import type { HandoffStep, LeadHolding, RoutingDecision } from '@baton/domain';
import { channelText, signalText, touchOutcomeText } from '../../terms/contact.ts';
import { promiseText } from '../../terms/promises.ts';
import {
  assignmentReasonText,
  choiceReasonText,
  declineReasonText,
  dispositionText,
  faultText,
  rerouteReasonText,
} from '../../terms/reasons.ts';
import { notifyTargetText } from '../../terms/roles.ts';
import { endingText } from '../../terms/stages.ts';
import { ticketText } from '../../tickets.ts';

/** A step in English; undefined for those that only start or move clocks. `time` shows a moment. */
export function describeStep(step: HandoffStep, time: (moment: string) => string): string | undefined {
  switch (step.type) {
    case 'started':
      return `${signalText[step.lead.signals[0]?.kind ?? 'other'].en}, score ${step.score}`;
    case 'assigned':
      return `→ ${step.ownerId} (${assignmentReasonText[step.reason].en}; ${choiceText(step.routing)})`;
    case 'queued':
      return `queued (${assignmentReasonText[step.reason].en}; ${choiceText(step.routing)})`;
    case 'owner-checked':
      return `stays with its owner: ${step.result}`;
    case 'rerouted':
      return `passed to ${step.teamId}: ${rerouteReasonText[step.reason].en}`;
    case 'opened':
      return 'opened';
    case 'accepted':
      return step.impliedByTouch ? 'accepted by the touch' : 'accepted';
    case 'declined':
      return `declined: ${declineReasonText[step.reason].en}`;
    case 'touched':
      return `${step.direction === 'inbound' ? 'inbound ' : ''}${channelText[step.channel].en}: ${touchOutcomeText[step.outcome].en}${step.countedTouchNumber === undefined ? '' : ` (touch ${step.countedTouchNumber})`}`;
    case 'touch-voided':
      return `touch of version ${step.touchVersion} voided`;
    case 'contact-corrected':
      return `${step.contactMethod} corrected`;
    case 'lead-replied':
      return `the lead replied by ${channelText[step.channel].en}`;
    case 'signal-added':
      return `new signal: ${signalText[step.signal].en}${step.endsPause ? ', the agreed next step is off' : ''}`;
    case 'next-step-agreed':
      return `next step agreed for ${time(step.nextStepAt)}`;
    case 'opted-out':
      return 'the lead opted out';
    case 'promise-reminder-due':
      return step.skipped ? undefined : `reminder of ${promiseText[step.promise].en} to ${step.ownerId ?? 'its role'}`;
    case 'promise-broken': {
      const notified = (step.notified ?? []).map((target) => notifyTargetText[target].en).join(', ');
      return `BROKEN: ${promiseText[step.promise].en}, ${step.clock}'s clock${step.ownerId ? ` (${step.ownerId})` : ''}${notified && `; notified: ${notified}`}${accountText(step.account)}`;
    }
    case 'escalated':
      return `escalated: ${promiseText[step.promise].en} to ${step.notified.map((target) => notifyTargetText[target].en).join(', ')}`;
    case 'promise-kept':
      return step.late ? `kept late: ${promiseText[step.promise].en}, ${step.clock}'s clock` : undefined;
    case 'ticket-opened':
      return `TICKET for ${step.ownerId ?? 'its role'}: ${ticketText[step.ticket].cause.en}`;
    case 'ticket-closed':
      return `ticket closed: ${step.ticket}`;
    case 'qualified':
      return 'became an SQL';
    case 'returned':
      return `returned: ${step.reason}`;
    case 'return-accepted':
      return `return accepted: ${dispositionText[step.disposition].en}`;
    case 'return-contested':
      return 'return contested';
    case 'dispute-decided':
      return `return ${step.verdict}, fault: ${faultText[step.fault].en}`;
    case 'sql-withdrawn':
      return 'no longer an SQL';
    case 'unreachable':
      return `unreachable after ${step.countedTouches} touches`;
    case 'ended':
      return `ended: ${endingText[step.ending].en}`;
    default:
      return undefined;
  }
}

function choiceText(routing: RoutingDecision): string {
  if (routing.basis !== 'agreement') return `by ${routing.basis}`;
  if (routing.reason !== undefined) return choiceReasonText[routing.reason].en;
  return `${routing.noChoiceReason}, ${routing.queuedAhead} ahead`;
}

function accountText(account: readonly LeadHolding[] | undefined): string {
  if (!account || account.length === 0) return '';
  const parts = account.map(
    ({ holder, ownerId, milliseconds }) => `${ownerId ?? holder} ${Math.round(milliseconds / 60_000)} min`,
  );
  return `; held by ${parts.join(', ')}`;
}
