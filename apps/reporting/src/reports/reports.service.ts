import type { Caller } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { restrictToVisible } from './report-access.ts';
import { reportDefinitions } from './report-definitions.ts';
import type { ReportDefinition, ReportName } from './report-definitions.ts';
import { parseReportRequest } from './parse-report-request.ts';
import type { ReportFormat } from './parse-report-request.ts';
import type { ReportResponse } from './report.response.ts';

/** Runs reports over the projections. */
@Injectable()
export class ReportsService {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async run(
    name: ReportName,
    query: Record<string, unknown>,
    caller: Caller,
  ): Promise<{ response: ReportResponse; format: ReportFormat | undefined; columns: string[] }> {
    const report: ReportDefinition = reportDefinitions[name];
    const defaults = { now: new Date().toISOString(), zone: await this.#defaultZone() };
    const request = parseReportRequest(query, report.groupBy, defaults);
    const reportQuery = restrictToVisible(request.query, caller);
    const { asOf, from, to, zone, filters, groupBy } = reportQuery;
    // One snapshot for all statements of a report, so that its figures are consistent.
    const figures = await this.#dataSource.transaction('REPEATABLE READ', (manager) =>
      report.run(manager, reportQuery),
    );
    const { title, definition, columns } = report;
    const parameters = {
      report: name,
      title,
      definition,
      asOf,
      period: { from, to, zone },
      filters,
      groupBy: groupBy ?? null,
    };
    return { response: { ...parameters, ...figures }, format: request.format, columns };
  }

  /** The time zone of the newest agreement that is not limited to some sources. */
  async #defaultZone(): Promise<string> {
    const [newest] = await this.#dataSource.query<{ zone: string }[]>(
      `SELECT calendar ->> 'zone' AS zone FROM reporting.agreement
       WHERE NOT limited_to_sources ORDER BY version DESC LIMIT 1`,
    );
    return newest?.zone ?? 'UTC';
  }
}
