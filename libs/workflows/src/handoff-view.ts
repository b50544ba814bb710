import {
  countByEvidence,
  countedTouches,
  deadlines,
  evidenceLevels,
  formatLocalTime,
  nextDuePromise,
  promiseOwner,
  wasReached,
} from '@baton/domain';
import type {
  CommandActor,
  EvidenceLevel,
  HandoffCommand,
  HandoffState,
  Intent,
  LocalClock,
  Resumption,
  RunningPromise,
} from '@baton/domain';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { handoffIdOf, searchAttributes } from './handoff.contract.ts';
import type { HandoffInput } from './handoff.contract.ts';

const keys = {
  stage: defineSearchAttributeKey(searchAttributes.stage.name, searchAttributes.stage.type),
  owner: defineSearchAttributeKey(searchAttributes.owner.name, searchAttributes.owner.type),
  team: defineSearchAttributeKey(searchAttributes.team.name, searchAttributes.team.type),
  nextDue: defineSearchAttributeKey(searchAttributes.nextDue.name, searchAttributes.nextDue.type),
  brokenPromises: defineSearchAttributeKey(searchAttributes.brokenPromises.name, searchAttributes.brokenPromises.type),
};

/** The search attributes that change; channel and agreement version are set at the start. */
export function searchAttributesOf(state: HandoffState): SearchAttributeUpdatePair[] {
  const due = nextDuePromise(state);
  return [
    { key: keys.stage, value: state.ending ?? state.stage },
    { key: keys.owner, value: state.ownerId },
    { key: keys.team, value: state.teamId },
    { key: keys.nextDue, value: due ? new Date(due.dueAt) : null },
    { key: keys.brokenPromises, value: state.brokenPromises },
  ];
}

/** How moments are shown. */
export interface ViewTime {
  clock: LocalClock;
  /** ISO 8601. */
  now: string;
}

/** Temporal refuses longer summaries, and the workflow task with them. */
const LONGEST_SUMMARY_BYTES = 400;

/** The summary of the timer: where the handoff is, and what it waits for. */
export function timerSummary(state: HandoffState, time: ViewTime): string {
  const pending = pendingDeadline(state, time);
  return shorten(pending ? `${situation(state)}, ${pending}` : situation(state));
}

/** The summary of a commit: who does what to whom. */
export const commitSummary = (intent: Intent, state: HandoffState, time: ViewTime): string =>
  shorten(fullCommitSummary(intent, state, time));

function shorten(summary: string): string {
  let bytes = 0;
  return Array.from(summary)
    .filter((character) => (bytes += utf8BytesOf(character)) <= LONGEST_SUMMARY_BYTES)
    .join('');
}

function utf8BytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function fullCommitSummary(intent: Intent, state: HandoffState, time: ViewTime): string {
  switch (intent.kind) {
    case 'start':
      return `transfer to team ${intent.teamId}`;
    case 'command':
      return `${intent.command.type} by ${actorName(intent.actor)}${commandDetail(intent.command, time)}`;
    case 'deadline':
      return deadlineSummary(state, time);
  }
}

const actorName = ({ id, via }: CommandActor): string => (via === undefined ? id : `${id} via ${via}`);

function situation({ stage, ending, ownerId, teamId }: HandoffState): string {
  const owner = ownerId ?? 'no one';
  switch (stage) {
    case 'transferring':
      return 'not transferred yet';
    case 'queued':
      return `queued in team ${teamId}`;
    case 'awaiting-acceptance':
      return `assigned to ${owner}`;
    case 'awaiting-first-contact':
      return `accepted by ${owner}`;
    case 'working':
      return `in progress with ${owner}`;
    case 'returned':
      return 'returned to marketing';
    case 'contested':
      return 'return in dispute';
    case 'sql':
      return `SQL with ${owner}`;
    case 'ended':
      return `ended as ${ending}`;
  }
}

function pendingDeadline(state: HandoffState, { clock, now }: ViewTime): string | undefined {
  const at = (moment: string): string => formatLocalTime(moment, clock, now);
  const [next] = deadlines(state);
  switch (next?.kind) {
    case undefined:
      return undefined;
    case 'reminder':
      return `${next.promise.promise} due ${at(next.promise.dueAt)}, reminder at ${at(next.at)}`;
    case 'due':
      return `${next.promise.promise} due ${at(next.at)}`;
    case 'escalation':
      return `${next.promise.promise} overdue, to be escalated at ${at(next.at)}`;
    case 'owner-check':
      return `owner to be checked at ${at(next.at)}`;
    case 'return-window-closed':
      return `return window open until ${at(next.at)}`;
  }
}

function deadlineSummary(state: HandoffState, { clock, now }: ViewTime): string {
  const at = (moment: string): string => formatLocalTime(moment, clock, now);
  const [next] = deadlines(state);
  switch (next?.kind) {
    case undefined:
      return 'nothing is due';
    case 'reminder':
      return `remind ${promiseOwnerName(next.promise, state)} of ${next.promise.promise}, due ${at(next.promise.dueAt)}`;
    case 'due':
      return `${next.promise.promise} not kept by ${promiseOwnerName(next.promise, state)}, due ${at(next.at)}`;
    case 'escalation':
      return `notify ${next.escalation.notify.join(' and ')}: ${next.promise.promise} not kept by ${promiseOwnerName(next.promise, state)}, due ${at(next.promise.dueAt)}`;
    case 'owner-check':
      return `check whether the lead stays with ${state.ownerId}`;
    case 'return-window-closed':
      return `return window closed, SQL stays with ${state.ownerId}`;
  }
}

function promiseOwnerName(running: RunningPromise, state: HandoffState): string {
  const ownerId = promiseOwner(running, state);
  if (ownerId !== undefined) return ownerId;
  switch (running.promise) {
    case 'arbitration':
      return 'the arbiter';
    case 'transfer':
    case 'return-review':
      return 'marketing';
    default:
      return `team ${state.teamId}`;
  }
}

function commandDetail(command: HandoffCommand, { clock, now }: ViewTime): string {
  switch (command.type) {
    case 'postpone':
      return ` until ${formatLocalTime(command.until, clock, now)}`;
    case 'touch':
      return `: ${command.channel}, ${command.outcome}${command.automatic ? ', automatic' : ''}`;
    case 'lead-replied':
      return command.automatic ? `: ${command.channel}, automatic` : '';
    case 'return':
    case 'decline':
      return `: ${command.reason}`;
    case 'decide-dispute':
      return `: ${command.verdict}`;
    case 'reassign':
      return command.toPersonId === undefined ? '' : ` to ${command.toPersonId}`;
    case 'qualify':
      return command.closerId === undefined ? '' : ` to ${command.closerId}`;
    default:
      return '';
  }
}

/** The handoff as it is now, in Markdown: a list, since the Temporal UI squeezes tables. */
export function currentDetails(state: HandoffState, input: HandoffInput, clock: LocalClock): string {
  const { judged, agreementVersion, leadId, handoffNumber } = input;
  const { source, channel } = judged.lead;
  return [
    `### ${state.ending ? `Ended: ${state.ending}` : state.stage}`,
    '',
    `- Owner: **${state.ownerId ?? 'no one'}**${state.teamId ? `, team ${state.teamId}` : ''}`,
    ...(state.postponedUntil ? [`- Postponed until: ${formatLocalTime(state.postponedUntil, clock)}`] : []),
    ...(judged.resumes ? [`- ${resumptionLine(judged.resumes, leadId)}`] : []),
    ...state.promises.map((running) => `- ${promiseLine(running, state, clock)}`),
    `- Broken promises: ${state.brokenPromises.join(', ') || 'none'}`,
    ...(state.tickets.length > 0 ? [`- Open tickets: ${state.tickets.join(', ')}`] : []),
    `- Counted touches: ${evidenceText(countedTouches(state).map(({ evidence }) => evidence))}`,
    ...(state.engagements === undefined ? [] : [`- Automatic messages, not touches: ${state.engagements}`]),
    `- Reached: ${reachedText(state)}`,
    `- Answered questions: ${evidenceText(state.answers.map(({ evidence }) => evidence.level))}`,
    `- Lead \`${leadId}\`, handoff ${handoffNumber}, from ${source}${channel ? ` by ${channel}` : ''}, score ${judged.score}`,
    `- Agreement version ${agreementVersion}`,
    `- Record version ${state.version}`,
  ].join('\n');
}

function resumptionLine({ handoffNumber, cause, ownerId }: Resumption, leadId: string): string {
  const postponed = `Continues \`${handoffIdOf(leadId, handoffNumber)}\`, which was postponed`;
  return cause === 'date' ? `${postponed}${ownerId ? ` by ${ownerId}` : ''}` : `${postponed}, after a direct signal`;
}

/** Such as `3 (2 verified, 1 claimed)`. */
function evidenceText(levels: readonly EvidenceLevel[]): string {
  const counts = Object.entries(countByEvidence(levels)).filter(([, count]) => count > 0);
  if (counts.length === 0) return String(levels.length);
  return `${levels.length} (${counts.map(([level, count]) => `${count} ${level}`).join(', ')})`;
}

/** Whether the lead was reached, with the strongest evidence of a conversation. */
function reachedText(state: HandoffState): string {
  if (!wasReached(state)) return 'no';
  const conversations = state.touches.filter(({ reached }) => reached);
  const strongest = evidenceLevels.find((level) => conversations.some(({ evidence }) => evidence === level));
  if (strongest !== undefined) return `yes (${strongest})`;
  return conversations.length > 0 ? 'yes' : 'yes, the lead replied';
}

function promiseLine(running: RunningPromise, state: HandoffState, clock: LocalClock): string {
  const due = formatLocalTime(running.dueAt, clock);
  const leadClock = running.clock === 'lead' ? ' (lead’s clock)' : '';
  return `${running.promise}${leadClock}: ${promiseOwnerName(running, state)}, ${running.broken ? `**overdue since ${due}**` : `due ${due}`}`;
}
