import { HOUR, wasReached } from '@baton/domain';
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
import type { SeededRandom } from '@baton/testing';

export interface GeneratedCommand {
  command: HandoffCommand;
  actor: CommandActor;
}

const marketer: CommandActor = { id: 'marina', kind: 'person', roles: ['marketer'] };
const arbiter: CommandActor = { id: 'artyom', kind: 'person', roles: ['arbiter'] };
const crm: CommandActor = { id: 'crm', kind: 'integration', roles: ['integration'] };

/** A random next command, biased towards what should come next, so that leads make progress. */
export function randomCommand(
  state: HandoffState,
  agreement: Agreement,
  now: string,
  random: SeededRandom,
): GeneratedCommand {
  const { stage, ownerId, teamId, accepted } = state;
  const lead: CommandActor = { id: 'lead', kind: 'person', roles: ['team-lead'], ...(teamId && { teamId }) };
  const owner: CommandActor = {
    id: ownerId ?? 'nobody',
    kind: 'person',
    roles: ['rep'],
    // A connected system reports for its owner, so its evidence is verified.
    ...(random.chance(0.3) && { via: 'integration:telephony' }),
  };
  if (stage === 'queued') return { command: commandWithoutOwner(random), actor: lead };
  if (stage === 'returned' && random.chance(0.7)) return { command: reviewCommand(random), actor: marketer };
  if (stage === 'contested' && random.chance(0.7)) return { command: verdictCommand(random), actor: arbiter };
  if (random.chance(0.12)) return { command: externalCommand(random), actor: crm };
  const [breach] = state.breaches;
  if (breach && random.chance(0.05)) return lateEvidence(breach, random);
  if (random.chance(0.06)) return { command: { type: 'reassign', toPersonId: 'dina' }, actor: lead };
  if (!accepted && random.chance(0.3)) return { command: { type: 'accept' }, actor: owner };
  if (wasReached(state) && random.chance(0.25)) return { command: qualifyCommand(agreement, random), actor: owner };
  return { command: ownerCommand(state, agreement, now, random), actor: owner };
}

/** Evidence from the person who broke a promise that it was kept in time, even if the lead has another owner by now. */
const lateEvidence = ({ ownerId = 'nobody', dueAt }: Breach, random: SeededRandom): GeneratedCommand => ({
  command: {
    type: 'touch',
    channel: 'call',
    direction: 'outbound',
    outcome: random.pick(['no-answer', 'reached']),
    evidence: { kind: 'call-record', reference: 'call-2' },
    madeAt: dueAt,
  },
  actor: { id: ownerId, kind: 'person', roles: ['rep'] },
});

const randomEvidence = (random: SeededRandom): Evidence =>
  random.pick<Evidence>([{ kind: 'call-record', reference: 'call-1' }, { kind: 'note' }]);

const commandWithoutOwner = (random: SeededRandom): HandoffCommand =>
  random.chance(0.8)
    ? { type: 'reassign', toPersonId: 'dina' }
    : { type: 'return', reason: 'duplicate', proof: { kind: 'note' } };

const reviewCommand = (random: SeededRandom): HandoffCommand =>
  random.pick<HandoffCommand>([
    { type: 'accept-return', disposition: 'nurtured' },
    { type: 'contest-return' },
    { type: 'contest-return' },
  ]);

const verdictCommand = (random: SeededRandom): HandoffCommand =>
  random.pick<HandoffCommand>([
    { type: 'decide-dispute', verdict: 'upheld', fault: 'lead' },
    { type: 'decide-dispute', verdict: 'upheld', fault: 'nobody' },
    { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' },
    { type: 'decide-dispute', verdict: 'overturned', fault: 'routing' },
  ]);

const externalCommand = (random: SeededRandom): HandoffCommand =>
  random.pick<HandoffCommand>([
    { type: 'lead-replied', channel: 'email', evidence: randomEvidence(random) },
    { type: 'lead-replied', channel: 'messenger', evidence: randomEvidence(random) },
    { type: 'add-signal', signalId: `s${random.between(2, 9)}`, signal: random.pick(['demo', 'content']) },
    { type: 'correct-contact', contactMethod: 'phone' },
    { type: 'hold-return' },
    { type: 'hold-return' },
    { type: 'opt-out', evidence: randomEvidence(random) },
  ]);

const yesAnswers = (agreement: Agreement, random: SeededRandom): QualifyingAnswer[] =>
  agreement.criteria.sql.map(({ id }) => ({ question: id, answer: 'yes' as const, evidence: randomEvidence(random) }));

const qualifyCommand = (agreement: Agreement, random: SeededRandom): HandoffCommand => ({
  type: 'qualify',
  answers: yesAnswers(agreement, random),
  ...(random.chance(0.6) && { closerId: 'kirill' }),
});

function ownerCommand(
  { touches, promises }: HandoffState,
  agreement: Agreement,
  now: string,
  random: SeededRandom,
): HandoffCommand {
  // With evidence from a system, a broken promise can turn out to be kept in time.
  const late = promises.find(({ promise, broken }) => promise === 'first-contact' && broken);
  const nextStepAt = new Date(Date.parse(now) + Math.floor(random.next() * 240 * HOUR)).toISOString();
  const postponedUntil = new Date(Date.parse(now) + random.between(20, 300) * 24 * HOUR).toISOString();
  const touch = (outcome: TouchOutcome): HandoffCommand => ({
    type: 'touch',
    channel: random.pick(['call', 'email']),
    direction: 'outbound',
    outcome,
    evidence: randomEvidence(random),
    ...(late && random.chance(0.3) && { madeAt: late.dueAt }),
  });
  const touchVersion = touches.at(random.between(0, Math.max(1, touches.length)))?.version ?? 1;
  const reason = random.pick(['no-budget', 'duplicate', 'misrouted']);
  const optionalAnswers = random.chance(0.4) ? { answers: yesAnswers(agreement, random).slice(0, 1) } : {};
  return random.pick<HandoffCommand>([
    { type: 'open' },
    { type: 'accept' },
    touch('no-answer'),
    touch('no-answer'),
    touch('wrong-number'),
    touch('reached'),
    touch('reached'),
    { type: 'void-touch', touchVersion },
    { type: 'agree-next-step', nextStepAt, evidence: randomEvidence(random) },
    { type: 'postpone', until: postponedUntil, evidence: randomEvidence(random) },
    { type: 'answer-questions', answers: yesAnswers(agreement, random).slice(0, 1) },
    { type: 'decline', reason: 'capacity' },
    { type: 'close-unreachable' },
    { type: 'return', reason, proof: { kind: 'note' }, ...optionalAnswers },
    { type: 'return', reason, proof: { kind: 'note' }, ...optionalAnswers },
  ]);
}
