import { rolesThatReadAll } from '../roles.ts';
import type { Role } from '../roles.ts';
import type { HandoffStep } from './steps.ts';

/** Who has had a handoff, or one of the handoffs of a lead. It only grows: passing a lead on takes nothing away. */
export interface RecordRelation {
  ownerIds: readonly string[];
  teamIds: readonly string[];
}

export const noRelation: RecordRelation = { ownerIds: [], teamIds: [] };

export interface RecordReader {
  id: string;
  roles: readonly Role[];
  teamId?: string;
}

/** The records that a caller may read: all, or those that the person has owned or the team they lead has had. */
export type ReadableRecords = 'all' | { ownerId: string; teamId?: string };

/** The only place that says who may read a record. Each service filters its lists and its single records by it. */
export function readableRecords({ id, roles, teamId }: RecordReader): ReadableRecords {
  if (roles.some((role) => rolesThatReadAll.some((readsAll) => readsAll === role))) return 'all';
  return { ownerId: id, ...(roles.includes('team-lead') && teamId !== undefined && { teamId }) };
}

/** Whether a caller may read the record of a handoff, or what belongs to its lead. */
export function mayReadRecord(reader: RecordReader, { ownerIds, teamIds }: RecordRelation): boolean {
  const readable = readableRecords(reader);
  if (readable === 'all') return true;
  return ownerIds.includes(readable.ownerId) || (readable.teamId !== undefined && teamIds.includes(readable.teamId));
}

/** The person and the team that a step gives the lead to. The relation of a record is the union over its steps. */
export function newHolderOf(step: HandoffStep): { ownerId?: string; teamId: string } | undefined {
  if (step.type === 'assigned') return { ownerId: step.ownerId, teamId: step.teamId };
  if (step.type === 'transferred' || step.type === 'queued') return { teamId: step.teamId };
  return undefined;
}

/** The relation after these steps, which may come in any order. */
export function relationAfter(before: RecordRelation, steps: readonly HandoffStep[]): RecordRelation {
  const ownerIds = new Set(before.ownerIds);
  const teamIds = new Set(before.teamIds);
  for (const holder of steps.map(newHolderOf)) {
    if (holder?.ownerId !== undefined) ownerIds.add(holder.ownerId);
    if (holder) teamIds.add(holder.teamId);
  }
  return { ownerIds: [...ownerIds], teamIds: [...teamIds] };
}
