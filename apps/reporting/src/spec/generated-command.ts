import { wasReached } from '@baton/domain';
import type {
  Agreement,
  Breach,
  CommandActor,
  Evidence,
  HandoffCommand,
  HandoffState,
  QualifyingAnswer,
  TouchOutcome,
} from '@baton/domain';
import type { Chance } from './chance.ts';

export interface GivenCommand {
  command: HandoffCommand;
  actor: CommandActor;
}

const HOUR = 3_600_000;
const marketer: CommandActor = { id: 'marina', kind: 'person', roles: ['marketer'] };
const arbiter: CommandActor = { id: 'artyom', kind: 'person', roles: ['arbiter'] };
const crm: CommandActor = { id: 'crm', kind: 'integration', roles: ['integration'] };

/** What somebody tries next, leaning to what should come next: without that hardly any lead would get far. */
export function someCommand(state: HandoffState, agreement: Agreement, now: string, chance: Chance): GivenCommand {
  const { stage, ownerId, teamId, accepted } = state;
  const lead: CommandActor = { id: 'lead', kind: 'person', roles: ['team-lead'], ...(teamId && { teamId }) };
  const owner: CommandActor = { id: ownerId ?? 'nobody', kind: 'person', roles: ['rep'] };
  if (stage === 'nobody-eligible') return { command: withoutOwner(chance), actor: lead };
  if (stage === 'returned' && chance.happens(0.7)) return { command: reviewed(chance), actor: marketer };
  if (stage === 'contested' && chance.happens(0.7)) return { command: verdict(chance), actor: arbiter };
  if (chance.happens(0.12)) return { command: fromOutside(chance), actor: crm };
  const [breach] = state.breaches;
  if (breach && chance.happens(0.05)) return shownLate(breach, chance);
  if (chance.happens(0.06)) return { command: { type: 'reassign', toPersonId: 'dina' }, actor: lead };
  if (!accepted && chance.happens(0.3)) return { command: { type: 'accept' }, actor: owner };
  if (wasReached(state) && chance.happens(0.25)) return { command: qualified(agreement, chance), actor: owner };
  return { command: byOwner(state, agreement, now, chance), actor: owner };
}

/** Whoever broke a promise shows that they had kept it, also when the lead is somebody else's by now. */
const shownLate = ({ ownerId = 'nobody', dueAt }: Breach, chance: Chance): GivenCommand => ({
  command: {
    ...{ type: 'touch', channel: 'call', direction: 'outbound', outcome: chance.pick('no-answer', 'reached') },
    ...{ evidence: { kind: 'call-record', reference: 'call-2' }, happenedAt: dueAt },
  },
  actor: { id: ownerId, kind: 'person', roles: ['rep'] },
});

const evidence = (chance: Chance): Evidence =>
  chance.pick<Evidence>({ kind: 'call-record', reference: 'call-1' }, { kind: 'note' });

const withoutOwner = (chance: Chance): HandoffCommand =>
  chance.happens(0.8)
    ? { type: 'reassign', toPersonId: 'dina' }
    : { type: 'return', reason: 'duplicate', proof: { kind: 'note' } };

const reviewed = (chance: Chance): HandoffCommand =>
  chance.pick<HandoffCommand>(
    { type: 'accept-return', lead: 'nurtured' },
    { type: 'contest-return' },
    { type: 'contest-return' },
  );

const verdict = (chance: Chance): HandoffCommand =>
  chance.pick<HandoffCommand>(
    { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' },
    { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' },
    { type: 'decide-dispute', verdict: 'overturned', fault: 'routing' },
  );

const fromOutside = (chance: Chance): HandoffCommand =>
  chance.pick<HandoffCommand>(
    { type: 'lead-answered', channel: 'email', evidence: evidence(chance) },
    { type: 'lead-answered', channel: 'messenger', evidence: evidence(chance) },
    { type: 'add-signal', signalId: `s${chance.between(2, 9)}`, signal: 'demo' },
    { type: 'correct-contact', reachableBy: 'phone' },
    { type: 'hold-return' },
    { type: 'hold-return' },
    { type: 'opt-out', evidence: evidence(chance) },
  );

const answers = (agreement: Agreement, chance: Chance): QualifyingAnswer[] =>
  agreement.criteria.sql.map(({ id }) => ({ question: id, answer: 'yes' as const, evidence: evidence(chance) }));

const qualified = (agreement: Agreement, chance: Chance): HandoffCommand => ({
  type: 'qualify',
  answers: answers(agreement, chance),
  ...(chance.happens(0.6) && { closerId: 'kirill' }),
});

function byOwner(
  { touches, promises }: HandoffState,
  agreement: Agreement,
  now: string,
  chance: Chance,
): HandoffCommand {
  // In time after all, where a machine says so.
  const late = promises.find(({ promise, broken }) => promise === 'first-contact' && broken);
  const ahead = new Date(Date.parse(now) + Math.floor(chance.next() * 240 * HOUR)).toISOString();
  const touch = (outcome: TouchOutcome): HandoffCommand => ({
    type: 'touch',
    channel: chance.pick('call', 'email'),
    direction: 'outbound',
    outcome,
    evidence: evidence(chance),
    ...(late && chance.happens(0.3) && { happenedAt: late.dueAt }),
  });
  const touchVersion = touches.at(chance.between(0, Math.max(1, touches.length)))?.version ?? 1;
  const reason = chance.pick('no-budget', 'duplicate', 'wrong-manager');
  const said = chance.happens(0.4) ? { answers: answers(agreement, chance).slice(0, 1) } : {};
  return chance.pick<HandoffCommand>(
    { type: 'open' },
    { type: 'accept' },
    touch('no-answer'),
    touch('no-answer'),
    touch('wrong-number'),
    touch('reached'),
    touch('reached'),
    { type: 'void-touch', touchVersion },
    { type: 'agree-next-step', moment: ahead, evidence: evidence(chance) },
    { type: 'answer-questions', answers: answers(agreement, chance).slice(0, 1) },
    { type: 'decline', reason: 'capacity' },
    { type: 'close-unreachable' },
    { type: 'return', reason, proof: { kind: 'note' }, ...said },
    { type: 'return', reason, proof: { kind: 'note' }, ...said },
  );
}
