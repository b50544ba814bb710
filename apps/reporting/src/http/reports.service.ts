import type { Caller } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Figures, Question } from '../reports/question.ts';
import { restricted } from './access.ts';
import { reports } from './catalogue.ts';
import type { Report, ReportName } from './catalogue.ts';
import { readReportQuery } from './report-query.ts';
import type { Format } from './report-query.ts';

export interface ReportAnswer extends Figures {
  report: string;
  title: string;
  definition: string;
  asOf: string;
  period: { from: string | null; to: string | null; zone: string };
  filters: Question['filters'];
  by: string | null;
}

/** Asks the projections. */
@Injectable()
export class Reports {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async answer(
    name: ReportName,
    query: Record<string, unknown>,
    caller: Caller,
  ): Promise<{ answer: ReportAnswer; format: Format | undefined; columns: string[] }> {
    const report: Report = reports[name];
    const defaults = { now: new Date().toISOString(), zone: await this.#agreedZone() };
    const asked = readReportQuery(query, report.by, defaults);
    const question = restricted(asked.question, caller);
    const { asOf, from, to, zone, filters, by } = question;
    // One snapshot for all statements of a report, so that its figures fit together.
    const figures = await this.#dataSource.transaction('REPEATABLE READ', (manager) => report.run(manager, question));
    const { title, definition, columns } = report;
    const answer = { report: name, title, definition, asOf, period: { from, to, zone }, filters, by: by ?? null };
    return { answer: { ...answer, ...figures }, format: asked.format, columns };
  }

  /** The zone of the newest agreement that holds for everybody. */
  async #agreedZone(): Promise<string> {
    const [newest] = await this.#dataSource.query<{ zone: string }[]>(
      `SELECT calendar ->> 'zone' AS zone FROM reporting.agreement
       WHERE NOT limited_to_sources ORDER BY version DESC LIMIT 1`,
    );
    return newest?.zone ?? 'UTC';
  }
}
