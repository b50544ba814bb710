import type { WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { AgreementStore } from '../../agreements/agreement-store.ts';
import { workingTimesOf } from '../../staff/working-times.ts';

/** A recipient, and the agreement of the handoff that the notification is about. */
export interface ShiftOf {
  recipient_id: string;
  agreement_version: number | null;
}

/** When each of these people is next at work, by their own hours or else by the agreement's. */
export async function nextShiftsOf(
  on: SqlExecutor,
  agreements: AgreementStore,
  recipients: readonly ShiftOf[],
  now: Date,
): Promise<(one: ShiftOf) => Date | undefined> {
  const moment = now.toISOString();
  const people = [...new Set(recipients.map(({ recipient_id }) => recipient_id))];
  const times = new Map<number, (personId: string) => WorkingTime>();
  for (const version of new Set(recipients.flatMap(({ agreement_version }) => agreement_version ?? []))) {
    const published = await agreements.find(version, on);
    if (published) times.set(version, await workingTimesOf(on, people, published.agreement, moment));
  }
  return ({ recipient_id, agreement_version }) => {
    try {
      const next = times
        .get(agreement_version ?? 0)?.(recipient_id)
        .nextWorkingMoment(moment);
      return next === undefined ? undefined : new Date(next);
    } catch (error) {
      // One person's invalid hours must not delay the others.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
}
