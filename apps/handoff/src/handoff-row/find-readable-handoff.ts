import { problems } from '@baton/service';
import type { Caller } from '@baton/service';
import type { Repository } from 'typeorm';
import type { Handoff } from './handoff.entity.ts';
import { canRead } from './row-access.ts';

/** @throws Problem 404, or 403 when the caller may not read it. */
export async function findReadableHandoff(
  handoffs: Repository<Handoff>,
  handoffId: string,
  caller: Caller,
): Promise<Handoff> {
  const handoff = await handoffs.findOneBy({ handoffId });
  if (!handoff) throw problems.notFound(`There is no handoff ${handoffId}.`);
  if (!canRead(caller, handoff)) throw problems.forbidden('This handoff belongs to someone else.');
  return handoff;
}
