import { defaultAgreement, directDecision } from '@baton/domain';
import type { HandoffStep } from '@baton/domain';
import { SeededRandom } from '@baton/testing';
import { agreementEvent, stepEvents } from './generated-event-log.ts';
import type { TopicEvent } from './generated-event-log.ts';
import { GeneratedHandoff } from './generated-handoff.ts';

const LEAD_ID = '00000000-0000-4000-8000-000000000009';
/** A Monday, an hour into the working day in Moscow. */
const FIRST_REQUEST_AT = '2026-03-02T07:00:00.000Z';
export const SECOND_REQUEST_AT = '2026-03-25T07:00:00.000Z';

/**
 * The events of a lead whose first contact was days late, so that its first handoff is lost by process. The lead then
 * asked for a date in summer, sent another request before that, and became an SQL in the next handoff.
 */
export function latePostponedLead(): TopicEvent[] {
  const first = handoff(1, FIRST_REQUEST_AT, [
    ['2026-03-05T08:00:00.000Z', touched],
    ['2026-03-05T08:10:00.000Z', postponed],
    ['2026-03-05T08:10:00.000Z', { type: 'ended', ending: 'postponed' }],
    [SECOND_REQUEST_AT, { type: 'resumed', handoffId: idOf(2), handoffNumber: 2, cause: 'direct-signal' }],
  ]);
  const second = handoff(2, SECOND_REQUEST_AT, [
    ['2026-03-25T07:05:00.000Z', touched],
    ['2026-03-25T07:20:00.000Z', { type: 'qualified', answers: [] }],
    ['2026-03-25T07:20:00.000Z', { type: 'ended', ending: 'sql' }],
  ]);
  return [agreementEvent(1, defaultAgreement), ...first, ...second];
}

const idOf = (handoffNumber: number): string => `handoff-${LEAD_ID}-${handoffNumber}`;

const evidence = { kind: 'call-record', reference: 'call-1', level: 'verified' } as const;

const touched: HandoffStep = {
  type: 'touched',
  channel: 'call',
  direction: 'outbound',
  outcome: 'reached',
  reached: true,
  evidence,
  countedTouchNumber: 1,
};

const postponed: HandoffStep = {
  type: 'postponed',
  until: '2026-06-01T07:00:00.000Z',
  comesBackAt: '2026-06-01T07:00:00.000Z',
  ownerId: 'anna',
  evidence,
};

function handoff(handoffNumber: number, startedAt: string, later: [string, HandoffStep][]): TopicEvent[] {
  const dueAt = new Date(Date.parse(startedAt) + 15 * 60_000).toISOString();
  const { minimum, maximum, minimumDays, countOnceWithin } = defaultAgreement.touches;
  const opening: HandoffStep[] = [
    {
      type: 'started',
      createdBy: 'website-form',
      lead: { source: 'site', channel: 'ads', reachableBy: ['phone'], flags: [], consent: true, signals: [] },
      answers: [],
      askedCriteria: [],
      score: 50,
      signalReceivedAt: startedAt,
      touchLimits: { minimum, maximum, minimumDays, countOnceWithin },
    },
    { type: 'transferred', teamId: 'east', pool: ['anna'] },
    {
      type: 'assigned',
      ownerId: 'anna',
      teamId: 'east',
      reason: 'transfer',
      routing: directDecision('team-lead', 'east', 'anna'),
    },
    { type: 'promise-started', promise: 'first-contact', clock: 'lead', dueAt, remindAt: [] },
  ];
  const steps = [...opening.map((step): [string, HandoffStep] => [startedAt, step]), ...later];
  const generated = new GeneratedHandoff(idOf(handoffNumber), startedAt, defaultAgreement, new SeededRandom(1));
  generated.append(steps.map(([at, step]) => ({ at, actor: { kind: 'system', id: 'baton' }, step })));
  return stepEvents(generated, LEAD_ID, handoffNumber, 1);
}
