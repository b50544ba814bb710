import { assign, reroute } from './assignment.ts';
import type { CommandOf } from './commands.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { qualificationFrom, recordedAnswers, recordedProof } from './evidence.ts';
import { keepPromise, releaseLeadPromises, releaseOwnerPromises, startPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import type { ReturnDisposition } from './steps.ts';

/** Stops the clocks of sales and starts marketing's review. */
export function returnLead(draft: Draft, command: CommandOf<'return'>, actor: Actor, at: string): void {
  const { reason, proof, textId } = command;
  const answers = recordedAnswers(command.answers ?? [], actor);
  const knownReason = draft.context.agreement.returns.reasons.find(({ code }) => code === reason);
  draft.add(at, actor, {
    type: 'returned',
    reason,
    proof: recordedProof(proof, actor),
    returnedBy: actor.id,
    qualification: qualificationFrom([...draft.state.answers, ...answers]),
    ...(answers.length > 0 && { answers }),
    countsAgainst: knownReason?.countsAgainst ?? 'nobody',
    ...(textId && { textId }),
    ...(draft.state.sqlAt !== undefined && { afterSql: true }),
  });
  releaseOwnerPromises(draft, 'returned', at);
  releaseLeadPromises(draft, 'returned', at);
  draft.closeTickets(at, ...draft.state.tickets);
  startPromise(draft, 'return-review', 'lead', at);
}

/** @param actor absent when the agreement accepts the return because marketing did not review it in time */
export function acceptReturn(
  draft: Draft,
  { disposition, toTeamId }: { disposition: ReturnDisposition; toTeamId?: string },
  at: string,
  actor?: Actor,
): void {
  const step = { type: 'return-accepted' as const, disposition, bySilence: actor === undefined };
  if (actor) {
    draft.add(at, actor, step);
    keepPromise(draft, 'return-review', 'lead', at);
  } else draft.addByClock(at, step);
  withdrawSql(draft, at);
  if (actor && toTeamId !== undefined) {
    draft.closeTickets(at, 'return-not-reviewed');
    reroute(draft, toTeamId, 'returned', at, actor);
  } else endHandoff(draft, 'returned', at);
}

export function contestReturn(draft: Draft, textId: string | undefined, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'return-contested', ...(textId && { textId }) });
  keepPromise(draft, 'return-review', 'lead', at);
  draft.closeTickets(at, 'return-not-reviewed');
  startPromise(draft, 'arbitration', 'lead', at);
}

export function decideDispute(draft: Draft, command: CommandOf<'decide-dispute'>, actor: Actor, at: string): void {
  const { verdict, fault, disposition = 'nurtured', toTeamId, textId } = command;
  draft.add(at, actor, {
    type: 'dispute-decided',
    verdict,
    fault,
    ...(verdict === 'upheld' && { disposition }),
    ...(textId && { textId }),
  });
  keepPromise(draft, 'arbitration', 'lead', at);
  draft.closeTickets(at, 'arbitration-overdue');
  if (verdict === 'overturned') {
    assign(draft, 'overturned', at);
    return;
  }
  withdrawSql(draft, at);
  if (toTeamId === undefined) endHandoff(draft, 'returned', at);
  else reroute(draft, toTeamId, 'returned', at, actor);
}

function withdrawSql(draft: Draft, at: string): void {
  if (draft.state.sqlAt !== undefined) draft.addBySystem(at, { type: 'sql-withdrawn' });
}
