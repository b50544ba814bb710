import type { ImportedOutcome } from './parse-outcome-row.ts';

interface ImportedLead {
  receivedAt: Date;
  isMql: boolean;
  /** The outcome that counts. */
  outcome?: ImportedOutcome;
}

/** What the channels report will show for the leads of the imported files. */
export interface ReportFigures {
  leads: number;
  mql: number;
  sql: number;
  won: number;
  lostDeals: number;
  /** Won amounts by currency. */
  amounts: { currency: string | null; deals: number; amount: number }[];
  /** Outcomes of leads that are not in the lead file. */
  outcomesOfOtherLeads: number;
}

/** Collects the leads and outcomes of an import, and counts them as the reports do. */
export class ImportSummary {
  readonly #leads = new Map<string, ImportedLead>();
  #outcomesOfOtherLeads = 0;

  addLead(identity: string, receivedAt: Date, isMql: boolean): void {
    this.#leads.set(identity, { receivedAt, isMql });
  }

  receivedAt(identity: string): Date | undefined {
    return this.#leads.get(identity)?.receivedAt;
  }

  /** Of several outcomes of a lead, the one that happened last counts; the rows say nothing about when they were reported. */
  addOutcome(outcome: ImportedOutcome): void {
    const lead = this.#leads.get(outcome.leadIdentity);
    if (!lead) this.#outcomesOfOtherLeads += 1;
    else if (!lead.outcome || isLater(outcome, lead.outcome)) lead.outcome = outcome;
  }

  figures(): ReportFigures {
    const leads = [...this.#leads.values()];
    const outcomes = leads.flatMap(({ outcome }) => (outcome ? [outcome.data] : []));
    const won = outcomes.flatMap((data) => (data.outcome === 'won' ? [data] : []));
    const lost = outcomes.flatMap((data) => (data.outcome === 'lost' ? [data] : []));
    const withAmount = won.filter(({ amount }) => amount !== undefined);
    const amounts = [...Map.groupBy(withAmount, ({ currency }) => currency ?? null)].map(([currency, deals]) => ({
      currency,
      deals: deals.length,
      amount: deals.reduce((sum, { amount = 0 }) => sum + amount, 0),
    }));
    return {
      leads: leads.length,
      mql: leads.filter(({ isMql, outcome }) => isMql || outcome).length,
      sql: won.length + lost.filter(({ wasSql }) => wasSql).length,
      won: won.length,
      lostDeals: lost.length,
      amounts,
      outcomesOfOtherLeads: this.#outcomesOfOtherLeads,
    };
  }
}

/** The order of reports: by the decision, then by the id of the event, which ends with the identity. */
function isLater(a: ImportedOutcome, b: ImportedOutcome): boolean {
  const [one, other] = [Date.parse(a.data.decidedAt), Date.parse(b.data.decidedAt)];
  return one === other ? a.identity > b.identity : one > other;
}

/** The figures as people read them after an import. */
export function describeFigures(source: string, figures: ReportFigures): string[] {
  const { leads, mql, sql, won, lostDeals, amounts, outcomesOfOtherLeads: others } = figures;
  return [
    `The reports count these leads (source ${source}) as: ${leads} leads, ${mql} MQL, ${sql} SQL, ${won} won, ${lostDeals} lost deals.`,
    ...amounts.map(
      ({ currency, deals, amount }) =>
        `  ${deals} won deals with ${amount.toFixed(2)} ${currency ?? 'of an unknown currency'}`,
    ),
    ...(others > 0 ? [`  ${others} outcomes more belong to leads that were imported earlier.`] : []),
  ];
}
