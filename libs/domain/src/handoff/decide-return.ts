import type { HandoffCommand } from './commands.ts';
import type { Draft } from './draft.ts';
import { keepPromise, startPromise } from './promise-clocks.ts';
import { qualificationEvidence } from './state.ts';
import type { Actor, ReturnDisposition } from './steps.ts';

type CommandOf<Type extends HandoffCommand['type']> = HandoffCommand & { type: Type };

/** Sales gives the lead back: its clocks stop, and marketing's review begins. */
export function returnLead(draft: Draft, command: CommandOf<'return'>, actor: Actor, at: string): void {
  const { reason, proof, textId, answers = [] } = command;
  const known = draft.context.agreement.returns.reasons.find(({ code }) => code === reason);
  draft.add(at, actor, {
    type: 'returned',
    reason,
    proof,
    returnedBy: actor.id,
    qualification: qualificationEvidence([...draft.state.answers, ...answers]),
    ...(answers.length > 0 && { answers }),
    countsAgainst: known?.countsAgainst ?? 'nobody',
    ...(textId && { textId }),
    ...(draft.state.sqlAt !== undefined && { afterSql: true }),
  });
  draft.releaseOwnerPromises('returned', at);
  draft.releaseLeadPromises('returned', at);
  draft.closeTickets(at, ...draft.state.tickets);
  startPromise(draft, 'return-review', 'lead', at);
}

/** @param actor without one, marketing's silence has accepted it, because the agreement says so */
export function acceptReturn(draft: Draft, disposition: ReturnDisposition, at: string, actor?: Actor): void {
  const step = { type: 'return-accepted' as const, disposition, bySilence: actor === undefined };
  if (actor) {
    draft.add(at, actor, step);
    keepPromise(draft, 'return-review', 'lead', at);
  } else draft.addByClock(at, step);
  withdrawSql(draft, at);
  draft.end('returned', at);
}

export function contestReturn(draft: Draft, textId: string | undefined, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'return-contested', ...(textId && { textId }) });
  keepPromise(draft, 'return-review', 'lead', at);
  draft.closeTickets(at, 'return-not-reviewed');
  startPromise(draft, 'arbitration', 'lead', at);
}

export function decideDispute(draft: Draft, command: CommandOf<'decide-dispute'>, actor: Actor, at: string): void {
  const { verdict, fault, disposition, textId } = command;
  draft.add(at, actor, {
    type: 'dispute-decided',
    verdict,
    fault,
    ...(verdict === 'upheld' && { disposition: disposition ?? 'nurtured' }),
    ...(textId && { textId }),
  });
  keepPromise(draft, 'arbitration', 'lead', at);
  draft.closeTickets(at, 'arbitration-overdue');
  if (verdict === 'overturned') {
    draft.assign('overturned', at);
    return;
  }
  withdrawSql(draft, at);
  draft.end('returned', at);
}

function withdrawSql(draft: Draft, at: string): void {
  if (draft.state.sqlAt !== undefined) draft.addBySystem(at, { type: 'sql-withdrawn' });
}
