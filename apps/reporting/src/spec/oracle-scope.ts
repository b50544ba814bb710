import type { ReportQuery } from '../reports/report-query.ts';
import { startOfDay } from './oracle-handoffs.ts';
import type { ExpectedHandoff } from './oracle-handoffs.ts';

type Attribute = string | null;

/** Decides which handoffs and leads belong to a report, and to which group. */
export class OracleScope {
  readonly #query: ReportQuery;

  constructor(query: ReportQuery) {
    this.#query = query;
  }

  /** Checks the period and the attributes. The filters for team, rep and evidence are checked by matchesOwnerAndEvidence. */
  includes(handoff: ExpectedHandoff): boolean {
    const { knownAt, attributes } = handoff;
    return this.isKnown(knownAt) && this.isInPeriod(this.#periodMoment(handoff)) && this.matchesAttributes(attributes);
  }

  /** Whether what was recorded at the moment counts in the report. */
  isKnown(recordedAt: number): boolean {
    return recordedAt <= Date.parse(this.#query.asOf);
  }

  isInPeriod(moment: number): boolean {
    const { from, to } = this.#query;
    return (from === null || moment >= Date.parse(from)) && (to === null || moment < Date.parse(to));
  }

  matchesAttributes(attributes: Record<string, Attribute>): boolean {
    const { team: _team, rep: _rep, evidence: _evidence, ...filters } = this.#query.filters;
    return Object.entries(filters).every(([name, filter]) => attributes[name] === (filter === '' ? null : filter));
  }

  matchesOwnerAndEvidence({ rep, team, evidence }: Partial<Record<'rep' | 'team' | 'evidence', Attribute>>): boolean {
    const { filters } = this.#query;
    return [
      [filters.rep, rep],
      [filters.team, team],
      [filters.evidence, evidence],
    ].every(([filter, value]) => filter === undefined || (value ?? null) === (filter === '' ? null : filter));
  }

  groupOf(
    handoff: Pick<ExpectedHandoff, 'attributes' | 'rep' | 'team' | 'evidence'>,
    groupBy = this.#query.groupBy,
  ): Attribute {
    const { rep, team, evidence } = handoff;
    const all: Record<string, Attribute> = { ...handoff.attributes, rep, team, evidence };
    return groupBy === undefined ? null : (all[groupBy] ?? null);
  }

  #periodMoment({ importedDay, firstAt, mqlAt }: ExpectedHandoff): number {
    if (importedDay !== undefined) return startOfDay(importedDay, this.#query.zone);
    return firstAt('transferred') ?? mqlAt;
  }
}
