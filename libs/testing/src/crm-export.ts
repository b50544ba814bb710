import type { SeededRandom } from './seeded-random.ts';

const stages = { Won: 48, Lost: 28, Engaging: 18, Prospecting: 6 } as const;
export type DealStage = keyof typeof stages;

/** One opportunity, as CRMs export them: one row with the lead, its stage and, once it is closed, its outcome. */
export interface ExportedDeal {
  opportunity_id: string;
  sales_agent: string;
  product: string;
  account: string;
  deal_stage: DealStage;
  engage_date: string;
  close_date: string;
  close_value: string;
}

const columns = [
  'opportunity_id',
  'sales_agent',
  'product',
  'account',
  'deal_stage',
  'engage_date',
  'close_date',
  'close_value',
] as const;

const DAY_MILLISECONDS = 86_400_000;
const firstDay = Date.parse('2016-10-20');

/** Deals of a CRM: a prospect has no dates yet, an open deal is not closed, and a lost one is worth 0. */
export function generateCrmExport(random: SeededRandom, rows: number): ExportedDeal[] {
  return Array.from({ length: rows }, (_, index) => {
    const stage = random.weighted(stages);
    const engaged = firstDay + random.between(0, 400) * DAY_MILLISECONDS;
    const closed = engaged + random.between(1, 138) * DAY_MILLISECONDS;
    const isClosed = stage === 'Won' || stage === 'Lost';
    return {
      opportunity_id: `OPP${String(index + 1).padStart(5, '0')}`,
      sales_agent: `Agent ${random.between(1, 30)}`,
      product: random.pick(['Basic', 'Plus', 'Plus, yearly', 'Enterprise']),
      account: random.chance(0.15) ? '' : random.pick(['Northwind', 'Contoso', 'Fabrikam "East"', 'Globex']),
      deal_stage: stage,
      engage_date: stage === 'Prospecting' ? '' : dayOf(engaged),
      close_date: isClosed ? dayOf(closed) : '',
      close_value: stage === 'Won' ? String(random.between(38, 30_288)) : isClosed ? '0' : '',
    };
  });
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

export const crmExportCsv = (deals: readonly ExportedDeal[]): string =>
  [columns.join(','), ...deals.map((deal) => columns.map((column) => csvCell(deal[column])).join(','))].join('\r\n');

const csvCell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What reports must show for these deals, counted without any code of the services. */
export function countCrmExport(deals: readonly ExportedDeal[]) {
  const count = (...wanted: DealStage[]): number =>
    deals.filter(({ deal_stage: stage }) => wanted.includes(stage)).length;
  const won = deals.filter(({ deal_stage: stage }) => stage === 'Won');
  return {
    leads: count('Won', 'Lost', 'Engaging'),
    mql: count('Won', 'Lost'),
    sql: won.length,
    won: won.length,
    lostDeals: count('Lost'),
    open: count('Engaging', 'Prospecting'),
    undated: count('Prospecting'),
    amount: won.reduce((sum, { close_value: value }) => sum + Number(value), 0),
  };
}
