import { problems } from '@baton/service';
import type { Caller, Problem } from '@baton/service';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import type { Handoff } from './handoff.entity.ts';
import { readableHandoffs } from './row-access.ts';

const readableHandoff = (
  handoffs: Repository<Handoff>,
  handoffId: string,
  caller: Caller,
): SelectQueryBuilder<Handoff> =>
  handoffs
    .createQueryBuilder('h')
    .where('h.handoffId = :handoffId', { handoffId })
    .andWhere(...readableHandoffs(caller, 'h'));

/** @throws Problem 404 when there is no such handoff, or the caller may not read it. */
export async function findReadableHandoff(
  handoffs: Repository<Handoff>,
  handoffId: string,
  caller: Caller,
): Promise<Handoff> {
  const handoff = await readableHandoff(handoffs, handoffId, caller).getOne();
  if (!handoff) throw handoffNotFound(handoffId);
  return handoff;
}

export const isReadable = (handoffs: Repository<Handoff>, handoffId: string, caller: Caller): Promise<boolean> =>
  readableHandoff(handoffs, handoffId, caller).getExists();

/** The same for a handoff that does not exist and one that the caller may not read. */
export const handoffNotFound = (handoffId: string): Problem =>
  problems.notFound(`There is no handoff ${handoffId}, or you may not read it.`);
