import { defaultAgreement } from '../agreement/default-agreement.ts';
import { nextDeadline } from '../handoff/deadlines.ts';
import type { Lifecycle, LifecycleEvent } from './arbitrary-lifecycle.ts';
import { at, rep, SimulatedHandoff } from './simulated-handoff.ts';
import { aMember } from './team-fixtures.ts';

const later = (moment: string, milliseconds: number): string =>
  new Date(Date.parse(moment) + milliseconds).toISOString();

/** Runs a generated lifecycle and inspects the handoff after each event. */
export function runLifecycle(
  { team, promises, signalLeadTimeMilliseconds, events }: Lifecycle,
  inspect: (handoff: SimulatedHandoff, now: string) => void,
) {
  let now = at('10:00');
  const handoff = new SimulatedHandoff(team, { ...defaultAgreement, promises }).start(now, {
    signalReceivedAt: later(now, -signalLeadTimeMilliseconds),
  });
  inspect(handoff, now);
  for (const event of events) {
    now = applyEvent(handoff, event, now);
    inspect(handoff, now);
  }
  return handoff;
}

function applyEvent(handoff: SimulatedHandoff, event: LifecycleEvent, now: string): string {
  switch (event.kind) {
    case 'team': {
      const member = handoff.pool.find(({ personId }) => personId === event.personId);
      if (member) member.active = event.active;
      else if (event.active) handoff.pool.push(aMember(event.personId));
      return now;
    }
    case 'time': {
      const then = later(now, event.after);
      handoff.advanceTo(then, event.lateBy);
      const next = nextDeadline(handoff.state);
      if (next !== undefined) expect(Date.parse(next)).toBeGreaterThan(Date.parse(then));
      return later(then, event.lateBy);
    }
    case 'command': {
      const receivedAt = later(now, event.after);
      const executedAt = later(receivedAt, event.delay);
      handoff.advanceTo(later(receivedAt, -1));
      if (event.delay > 0 && event.after % 2 === 0) handoff.advanceTo(executedAt);
      const before = structuredClone(handoff.state);
      const length = handoff.record.length;
      const actor = event.by === 'owner' ? rep(handoff.state.ownerId ?? 'nobody') : event.by;
      const refused = handoff.executeLate(actor, event.command, receivedAt, executedAt);
      if (refused) {
        expect(handoff.state).toEqual(before);
        expect(handoff.record).toHaveLength(length);
      }
      return executedAt;
    }
  }
}
