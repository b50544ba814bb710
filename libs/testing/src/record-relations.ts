import type { HandoffStepRecorded } from '@baton/contracts';
import { directDecision } from '@baton/domain';
import type { HandoffStep, RecordRelation, RoutingDecision } from '@baton/domain';
import { aLead, FIXED_MOMENT } from './lead-factory.ts';

/** The team of the callers of an access matrix, and another one. */
export const OWN_TEAM = 'north';
const OTHER_TEAM = 'south';

/** How a caller can be related to a record. */
export const recordRelations = [
  'owns it',
  'has owned it',
  'own team has it',
  'own team has had it',
  'queued in own team',
  'other team has it',
  'queued in other team',
  'nobody has had it',
] as const;
export type RelationName = (typeof recordRelations)[number];

/** Whether a record with this relation is one for each caller, instead of one for all of them. */
export const dependsOnCaller = (relation: RelationName): boolean =>
  relation === 'owns it' || relation === 'has owned it';

interface Holder {
  teamId: string;
  /** Absent while the lead waits in the team's queue. */
  ownerId?: string;
}

/** Those who have had the record, one after the other. */
function holdersOf(relation: RelationName, callerId: string): Holder[] {
  const caller = { teamId: OTHER_TEAM, ownerId: callerId };
  const colleague = { teamId: OWN_TEAM, ownerId: 'colleague' };
  const stranger = { teamId: OTHER_TEAM, ownerId: 'stranger' };
  switch (relation) {
    case 'owns it':
      return [stranger, caller];
    case 'has owned it':
      return [caller, stranger];
    case 'own team has it':
      return [stranger, colleague];
    case 'own team has had it':
      return [colleague, stranger];
    case 'queued in own team':
      return [{ teamId: OWN_TEAM }];
    case 'other team has it':
      return [stranger];
    case 'queued in other team':
      return [{ teamId: OTHER_TEAM }];
    case 'nobody has had it':
      return [];
  }
}

/** The record of a lead's first handoff, with this relation to the caller, as the handoff service publishes it. */
export function recordTowards(relation: RelationName, leadId: string, callerId: string): HandoffStepRecorded[] {
  const lead = aLead();
  const [signalReceivedAt = FIXED_MOMENT] = lead.signals.map(({ receivedAt }) => receivedAt);
  const started: HandoffStep = {
    type: 'started',
    createdBy: 'website-form',
    lead,
    answers: [],
    askedCriteria: [],
    score: 50,
    signalReceivedAt,
    touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
  };
  return [started, ...stepsTowards(relation, callerId)].map((step, index) => ({
    handoffId: `handoff-${leadId}-1`,
    leadId,
    handoffNumber: 1,
    agreementVersion: 1,
    version: index + 1,
    at: FIXED_MOMENT,
    recordedAt: FIXED_MOMENT,
    actor: { kind: 'system', id: 'baton' },
    cause: { kind: 'message', id: `matrix-${index}` },
    step,
  }));
}

const stepsTowards = (relation: RelationName, callerId: string): HandoffStep[] =>
  holdersOf(relation, callerId).map(({ teamId, ownerId }) =>
    ownerId === undefined
      ? { type: 'queued', teamId, reason: 'transfer', routing: emptyPool(teamId) }
      : {
          type: 'assigned',
          ownerId,
          teamId,
          reason: 'reassigned',
          routing: directDecision('team-lead', teamId, ownerId),
        },
  );

export const relationOf = (relation: RelationName, callerId: string): RecordRelation => ({
  ownerIds: holdersOf(relation, callerId).flatMap(({ ownerId }) => ownerId ?? []),
  teamIds: holdersOf(relation, callerId).map(({ teamId }) => teamId),
});

const emptyPool = (teamId: string): RoutingDecision => ({
  basis: 'agreement',
  at: '2026-01-05T09:00:00.000Z',
  startsBefore: '2026-01-06T09:00:00.000Z',
  triedRules: [],
  target: { teamId, role: 'rep', skills: [] },
  pool: [],
  exclusions: [],
  knownOwnerExclusions: [],
  queuedAhead: 0,
  teamId,
  noChoiceReason: 'nobody-eligible',
});
