import { leadHolders } from '@baton/domain';
import type { LeadHolding } from '@baton/domain';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { ReportQuery } from '../reports/report-query.ts';

interface LateLead {
  handoffId: string;
  account: LeadHolding[];
}

/** Leaves out the owners whom the filters for a rep or a team leave out. Teams are those that had the lead with the owner. */
export const shownHoldings = (
  account: readonly LeadHolding[],
  steps: readonly HandoffStepRecorded[],
  { rep, team }: ReportQuery['filters'],
): LeadHolding[] =>
  account.filter(
    ({ ownerId }) =>
      ownerId === undefined ||
      ((rep === undefined || ownerId === rep) &&
        (team === undefined ||
          steps.some(({ step }) => step.type === 'assigned' && step.ownerId === ownerId && step.teamId === team))),
  );

const total = (holdings: readonly LeadHolding[]): number =>
  holdings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

/** For how long each holder held late leads, longest first. */
export function heldBy(leads: readonly LateLead[]): object[] {
  const held = leads.flatMap(({ handoffId, account }) => account.map((holding) => ({ handoffId, ...holding })));
  const byHolder = Map.groupBy(held, ({ holder, ownerId }) => JSON.stringify([holder, ownerId ?? null]));
  const rows = [...byHolder].map(([key, some]) => {
    const [holder, ownerId] = JSON.parse(key) as [string, string | null];
    const handoffs = new Set(some.map(({ handoffId }) => handoffId)).size;
    return { holder, ownerId, handoffs, milliseconds: total(some) };
  });
  const nameOf = ({ holder, ownerId }: { holder: string; ownerId: string | null }): string => `${holder} ${ownerId}`;
  return rows.sort((a, b) => b.milliseconds - a.milliseconds || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The columns with the time that late leads spent with each kind of holder; null if with none. */
export function holdingsOf(leads: readonly LateLead[]): Record<string, number | null> {
  const held = leads.flatMap(({ account }) => account);
  return Object.fromEntries(
    leadHolders.map((holder) => {
      const some = held.filter((holding) => holding.holder === holder);
      const name = `late${holder.charAt(0).toUpperCase()}${holder.slice(1)}Milliseconds`;
      return [name, some.length === 0 ? null : total(some)];
    }),
  );
}
