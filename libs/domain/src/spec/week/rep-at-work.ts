import type { HandoffCommand } from '../../handoff/commands.ts';
import { nextAttempt } from '../../handoff/next-attempt.ts';
import { runningPromise, wasReached } from '../../handoff/state.ts';
import type { HandoffState } from '../../handoff/state.ts';
import { HOUR, MINUTE } from '../../time/units.ts';
import { floorTimes } from '../floor/floor-member.ts';
import type { FloorHandoff, FloorMember } from '../floor/floor-member.ts';
import { call, qualify } from '../sample-commands.ts';
import { officeHours } from '../team-fixtures.ts';
import type { WeekRandom } from './random.ts';
import { nextStepOf } from './week-leads.ts';
import type { WeekLead } from './week-leads.ts';
import type { PlannedReturn } from './week-plan.ts';
import { weekAgreement } from './week-team.ts';

/** What a rep does next about a lead, and from when on. */
export interface Task {
  /** Smaller numbers first. */
  urgency: number;
  from: number;
}

/** Every day from nine to eight, in the lead's zone. */
const callingHours = (zone: string) => {
  const { monday: day = [] } = officeHours('09:00', '20:00');
  const hours = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day };
  return floorTimes.of({ zone, hours, specialDays: [], absences: [] });
};

const tasks = new WeakMap<HandoffState, Task | null>();

/** The task of a lead's owner. It changes only when the lead's state does. */
export function taskOf(handoff: FloorHandoff, lead: WeekLead, person: FloorMember): Task | undefined {
  const { state } = handoff;
  const known = tasks.get(state);
  if (known !== undefined) return known ?? undefined;
  const task = findTask(handoff, lead, person);
  tasks.set(state, task ?? null);
  return task;
}

function findTask({ state }: FloorHandoff, lead: WeekLead, person: FloorMember): Task | undefined {
  const { stage } = state;
  if (stage === 'ended' || stage === 'returned' || stage === 'contested' || stage === 'queued') return undefined;
  const owed = (...names: Parameters<typeof runningPromise>[1][]) =>
    names.map((name) => runningPromise(state, name, 'owner')).find((running) => running !== undefined);
  if (!state.accepted) return { urgency: 0, from: 0 };
  const call = owed('reply-to-lead', 'first-contact', 'sql-contact');
  if (call) return { urgency: call.promise === 'sql-contact' ? 3 : 1, from: 0 };
  const nextStep = owed('next-step');
  if (nextStep) return { urgency: 2, from: Date.parse(nextStep.from) };
  if (wasReached(state)) return { urgency: 4, from: 0 };
  const now = state.lastStepAt ?? lead.arrivesAt;
  const attempt = nextAttempt(state, {
    agreement: weekAgreement,
    now,
    time: () => floorTimes.of(person.calendar),
    callingTimes: [callingHours(lead.zone)],
  });
  if ('at' in attempt) return { urgency: 5, from: Date.parse(attempt.at) };
  return { urgency: 6, from: Date.parse(now) + 4 * HOUR };
}

/** How long it takes the rep to do it. */
export const minutesFor = (state: HandoffState, random: WeekRandom): number =>
  state.accepted && state.stage !== 'sql' ? random.between(4, 13) : random.between(3, 12);

/** What the rep enters when the call is over, in order. */
export function commandsAfterCall(
  { state, record }: FloorHandoff,
  lead: WeekLead,
  planned: PlannedReturn | undefined,
  random: WeekRandom,
  now: string,
): HandoffCommand[] {
  if (planned && !planned.needsConversation && state.touches.length === 0) return [returnFor(planned)];
  const attempts = state.touches.length;
  if (lead.hasWrongNumber && !record.some(({ step }) => step.type === 'contact-corrected'))
    return [call('wrong-number', { correctsContact: true })];
  if (attempts > 0 && !wasReached(state) && hasEnoughAttempts(state)) return [{ type: 'close-unreachable' }];
  const isByPhone = state.reachableBy.includes('phone') && (attempts !== 1 || wasReached(state));
  if (state.stage === 'sql')
    return [isByPhone ? call('reached') : email(), { type: 'agree-next-step', nextStepAt: nextStep(), evidence }];
  // An answer by e-mail is enough for an offer.
  if (!isByPhone) return wasReached(state) ? [qualify()] : [email()];
  if (!wasReached(state) && !random.chance(lead.answers) && !planned)
    return [call(random.pick(['no-answer', 'no-answer', 'voicemail', 'busy']))];
  if (planned) return [call('reached'), returnFor(planned)];
  const wantsOffer = lead.wants === 'offer' || state.touches.some(({ reached }) => reached);
  return wantsOffer
    ? [call('reached'), qualify()]
    : [call('reached'), { type: 'agree-next-step', nextStepAt: nextStep(), evidence }];

  function nextStep(): string {
    return nextStepOf(lead, now, random);
  }
}

const evidence = { kind: 'recording' as const, reference: 'recording-1' };

const email = (): HandoffCommand =>
  call('sent', { channel: 'email', evidence: { kind: 'message-id', reference: 'message-1' } });

const returnFor = ({ reason, proof }: PlannedReturn): HandoffCommand => ({ type: 'return', reason, proof });

const hasEnoughAttempts = ({ touches }: HandoffState): boolean => {
  const counted = touches.filter(({ counts }) => counts);
  return counted.length >= 5 && new Set(counted.map(({ day }) => day)).size >= 2;
};

export const acceptanceMinutes = (random: WeekRandom): number => random.between(1, 5);
export const minutes = (count: number): number => count * MINUTE;
