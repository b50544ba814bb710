import { defaultAgreement } from '../../agreement/default-agreement.ts';
import type { CommandActor, HandoffCommand } from '../../handoff/commands.ts';
import { nextDeadline } from '../../handoff/deadlines.ts';
import { wasReached } from '../../handoff/state.ts';
import { DAY, HOUR, MINUTE } from '../../time/units.ts';
import type { WorkingCalendar } from '../../time/working-calendar.ts';
import { call } from '../sample-commands.ts';
import { arbiter, at, marketer } from '../simulated-handoff.ts';
import { aCalendar, aMember, alwaysAtWork } from '../team-fixtures.ts';
import type { FloorEvent, FloorStory, OwnerCommand, StaffChange } from './arbitrary-floor.ts';
import { cappedOwnerOf, hasRole } from './floor-member.ts';
import type { FloorHandoff, FloorMember } from './floor-member.ts';
import { TeamFloor } from './team-floor.ts';

const inMoscow = aCalendar({ zone: 'Europe/Moscow' });
const system: CommandActor = { id: 'telephony', kind: 'integration', roles: ['integration'] };

const aRep = (personId: string, calendar: WorkingCalendar, changes: Partial<FloorMember> = {}): FloorMember => {
  const { pass: _, ...member } = aMember(personId, { calendar, ...changes });
  return { ...member, roles: ['rep'] };
};

/** Two teams on Monday at 10:00 in Moscow. The rule for the segment `north` sends leads to the smaller one. */
function openFloor({ slots, reassign }: FloorStory): TeamFloor {
  const { promises, routing } = defaultAgreement;
  return new TeamFloor(
    at('07:00'),
    [
      aRep('anna', inMoscow, { deputyId: 'boris' }),
      aRep('boris', inMoscow, { languages: ['ru', 'de'], deputyId: 'clara' }),
      aRep('clara', aCalendar({ zone: 'Asia/Vladivostok' })),
      aRep('dina', alwaysAtWork, { active: false }),
      { ...aRep('kirill', inMoscow), roles: ['closer'] },
      aRep('nina', inMoscow, { teamId: 'north' }),
      aRep('oleg', alwaysAtWork, { teamId: 'north', active: false }),
    ],
    {
      ...defaultAgreement,
      calendar: { ...defaultAgreement.calendar, specialDays: [] },
      promises: { ...promises, 'first-contact': { ...promises['first-contact'], reassign } },
      routing: {
        ...routing,
        slots,
        rules: [
          { id: 'north', when: { segment: ['north'] }, pool: { team: 'north' } },
          { id: 'everybody', pool: {} },
        ],
      },
    },
    ['sales', 'north'],
  );
}

/** Runs a generated story, and inspects the floor after each event. */
export function runFloorStory(story: FloorStory, inspect: (floor: TeamFloor) => () => void): TeamFloor {
  const floor = openFloor(story);
  const check = inspect(floor);
  story.events.forEach((event, index) => {
    apply(floor, event, index);
    floor.settle();
    check();
  });
  return floor;
}

const actorOf = ({ personId, teamId, roles = [] }: FloorMember): CommandActor => ({
  id: personId,
  kind: 'person',
  roles,
  teamId,
});

const picked = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];
const leadsOf = (floor: TeamFloor, personId: string): FloorHandoff[] =>
  floor.open.filter(({ state }) => cappedOwnerOf(state) === personId);
const later = (moment: string, milliseconds: number): string =>
  new Date(Date.parse(moment) + milliseconds).toISOString();

function apply(floor: TeamFloor, event: FloorEvent, index: number): void {
  switch (event.kind) {
    case 'arrival':
      arrive(floor, event);
      break;
    case 'time':
      floor.advanceTo(later(floor.now, event.minutes * MINUTE));
      break;
    case 'deadline': {
      const moments = floor.open.flatMap(({ state }) => nextDeadline(state) ?? []).sort();
      if (moments[0] !== undefined && moments[0] > floor.now) floor.advanceTo(moments[0]);
      break;
    }
    case 'work':
      work(floor, memberOf(floor, event.person), event.outcome);
      if (event.isOvertaken) arrive(floor, { kind: 'arrival', score: 10, minutesAgo: 0 });
      break;
    case 'owner': {
      const handoff = picked(leadsOf(floor, event.person), event.pick);
      const command = handoff && completed(event.command, handoff, floor.now);
      if (command) floor.execute(handoff, actorOf(memberOf(floor, event.person)), command);
      break;
    }
    case 'colleague-takes-call': {
      const handoff = picked(floor.open, event.pick);
      const person = memberOf(floor, event.person);
      if (handoff && person.active) floor.execute(handoff, actorOf(person), call('reached', { direction: 'inbound' }));
      break;
    }
    case 'other': {
      const handoff = picked(floor.open, event.pick);
      const { command } = event;
      const given = command.type === 'add-signal' ? { ...command, signalId: `signal-${index}` } : command;
      if (handoff) floor.execute(handoff, otherActor(event.by, handoff), given);
      break;
    }
    case 'hand-over': {
      const handoff = picked(floor.open, event.pick);
      const person = memberOf(floor, event.to);
      const role = handoff?.state.sqlAt === undefined ? 'rep' : 'closer';
      const canOwn = person.active && hasRole(person, role) && person.teamId === handoff?.state.teamId;
      const command = { type: 'reassign' as const, toPersonId: event.to };
      if (handoff && canOwn) floor.execute(handoff, otherActor('team-lead', handoff), command);
      break;
    }
    case 'staff':
      changeStaff(memberOf(floor, event.person), event.change, floor.now);
      break;
  }
}

const memberOf = (floor: TeamFloor, personId: string): FloorMember =>
  floor.people.find((person) => person.personId === personId)!;

function arrive(floor: TeamFloor, event: Extract<FloorEvent, { kind: 'arrival' }>): void {
  const { score, company, language, segment, minutesAgo } = event;
  const receivedAt = later(floor.now, -minutesAgo * MINUTE);
  floor.start({
    score,
    signalReceivedAt: receivedAt,
    lead: {
      source: 'website',
      reachableBy: ['phone', 'email'],
      flags: [],
      consent: true,
      signals: [{ signalId: 'first', kind: 'request', receivedAt }],
      ...(company !== undefined && { companyDomain: company }),
      ...(language !== undefined && { language }),
      ...(segment !== undefined && { segment }),
    },
  });
}

/** The person accepts their oldest lead, or else touches it, until it is reached. */
function work(floor: TeamFloor, person: FloorMember, outcome: 'reached' | 'no-answer'): void {
  const leads = leadsOf(floor, person.personId);
  const next =
    leads.find(({ state }) => !state.accepted) ??
    leads.find(({ state }) => state.touches.length === 0) ??
    leads.find(({ state }) => !wasReached(state));
  if (!next) return;
  floor.execute(next, actorOf(person), next.state.accepted ? call(outcome) : { type: 'accept' });
}

function completed(command: OwnerCommand, { state }: FloorHandoff, now: string): HandoffCommand | undefined {
  switch (command.type) {
    case 'next-step-in':
      return {
        type: 'agree-next-step',
        nextStepAt: later(now, command.hours * HOUR),
        evidence: { kind: 'recording', reference: 'r-1' },
      };
    case 'void-last-touch': {
      const touchVersion = state.touches.at(-1)?.version;
      return touchVersion === undefined ? undefined : { type: 'void-touch', touchVersion };
    }
    default:
      return command;
  }
}

function otherActor(by: Extract<FloorEvent, { kind: 'other' }>['by'], { state }: FloorHandoff): CommandActor {
  switch (by) {
    case 'team-lead':
      return { id: 'tatiana', kind: 'person', roles: ['team-lead'], teamId: state.teamId ?? '' };
    case 'marketer':
      return marketer;
    case 'arbiter':
      return arbiter;
    case 'system':
      return system;
  }
}

function changeStaff(person: FloorMember, change: StaffChange, now: string): void {
  switch (change) {
    case 'leaves':
      person.active = false;
      break;
    case 'joins':
      person.active = true;
      person.unresponsive = false;
      break;
    case 'becomes-closer':
      person.roles = ['closer'];
      break;
    case 'becomes-rep':
      person.roles = ['rep'];
      break;
    case 'becomes-both':
      person.roles = ['rep', 'closer'];
      break;
    case 'moves-north':
      person.teamId = 'north';
      break;
    case 'moves-to-sales':
      person.teamId = 'sales';
      break;
    case 'is-away-for-an-hour':
      person.calendar = { ...person.calendar, absences: [{ from: now, to: later(now, HOUR) }] };
      break;
    case 'is-away-for-days':
      person.calendar = { ...person.calendar, absences: [{ from: now, to: later(now, 3 * DAY) }] };
      break;
    case 'has-a-cap':
      person.cap = 2;
      break;
    case 'has-no-cap':
      delete person.cap;
      break;
  }
}
