import { countedTouches, deadlines, nextDuePromise, promiseOwner, wasReached } from '@baton/domain';
import type { HandoffCommand, HandoffState, Intent, RunningPromise } from '@baton/domain';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { searchAttributes } from './handoff.contract.ts';
import type { HandoffInput } from './handoff.contract.ts';

const keys = {
  stage: defineSearchAttributeKey(searchAttributes.stage.name, searchAttributes.stage.type),
  owner: defineSearchAttributeKey(searchAttributes.owner.name, searchAttributes.owner.type),
  team: defineSearchAttributeKey(searchAttributes.team.name, searchAttributes.team.type),
  nextDue: defineSearchAttributeKey(searchAttributes.nextDue.name, searchAttributes.nextDue.type),
  brokenPromises: defineSearchAttributeKey(searchAttributes.brokenPromises.name, searchAttributes.brokenPromises.type),
};

/** What ops filter by. The channel and the agreement's version never change: they are set at the start. */
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

const owedBy = (promise: RunningPromise, state: HandoffState): string => {
  const ownerId = promiseOwner(promise, state);
  return ownerId ? `, owed by ${ownerId}` : '';
};

export function nextDeadlineSummary(state: HandoffState): string {
  const [next] = deadlines(state);
  if (!next) return 'no clock runs';
  switch (next.kind) {
    case 'retry-routing':
      return 'somebody may be eligible again';
    case 'return-window-closed':
      return 'the SQL can no longer be given back';
    case 'reminder':
      return `reminder of ${next.promise.promise}${owedBy(next.promise, state)}`;
    case 'due':
      return `${next.promise.promise} is due${owedBy(next.promise, state)}`;
    case 'escalation':
      return `${next.promise.promise} is still broken: ${next.escalation.notify.join(', ')} to be told`;
  }
}

/** What a commit is for: the line beside it in the history that ops read. */
export function commitSummary(intent: Intent, state: HandoffState): string {
  switch (intent.kind) {
    case 'start':
      return 'transfer to an owner';
    case 'command':
      return `${intent.command.type}${commandDetail(intent.command)} by ${intent.actor.id}`;
    case 'deadline':
      return nextDeadlineSummary(state);
  }
}

function commandDetail(command: HandoffCommand): string {
  switch (command.type) {
    case 'touch':
      return ` (${command.channel}, ${command.outcome})`;
    case 'return':
    case 'decline':
      return ` (${command.reason})`;
    case 'decide-dispute':
      return ` (${command.verdict})`;
    default:
      return '';
  }
}

/** The handoff in Markdown, as it stands now: the page that ops read in the Temporal UI. */
export function currentDetails(state: HandoffState, beginning: HandoffInput): string {
  const { judged, agreementVersion, leadId, handoffNumber } = beginning;
  const clocks = state.promises.map(
    (running) =>
      `| ${running.promise} | ${running.clock}'s | ${promiseOwner(running, state) ?? 'marketing'} | ${running.dueAt} | ${running.broken ? '**broken**' : 'running'} |`,
  );
  return [
    `### ${state.ending ? `ended: ${state.ending}` : state.stage}`,
    `Lead \`${leadId}\`, handoff ${handoffNumber}, by ${judged.lead.channel ?? 'an unknown channel'} from ${judged.lead.source}, score ${judged.score}, agreement version ${agreementVersion}.`,
    `Owner: ${state.ownerId ?? '**nobody**'}${state.teamId ? ` (team ${state.teamId})` : ''}. Counted touches: ${countedTouches(state).length}${wasReached(state) ? ', reached' : ''}.`,
    ...(clocks.length > 0 ? ['| promise | clock | owed by | due | |', '|---|---|---|---|---|', ...clocks] : []),
    ...(state.brokenPromises.length > 0 ? [`Broken: ${state.brokenPromises.join(', ')}.`] : []),
    ...(state.tickets.length > 0 ? [`Open tickets: ${state.tickets.join(', ')}.`] : []),
    `Record version ${state.version}.`,
  ]
    .join('\n\n')
    .replaceAll('|\n\n|', '|\n|');
}
