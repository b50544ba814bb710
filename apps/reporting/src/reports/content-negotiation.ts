import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Row } from './report-query.ts';
import { csvOf } from './csv.ts';
import type { ReportFormat } from './parse-report-request.ts';

interface HttpRequest {
  query: Record<string, unknown>;
  headers: { accept?: string };
}

/** The little of an HTTP reply that is needed here. */
interface HttpResponse {
  header(name: string, value: string): HttpResponse;
}

/** What is asked of a route that answers JSON or CSV. */
export class NegotiatedRequest {
  readonly query: Record<string, unknown>;
  readonly #accept: string;
  readonly #response: HttpResponse;

  constructor({ query, headers }: HttpRequest, reply: HttpResponse) {
    this.query = query;
    this.#accept = headers.accept ?? '';
    this.#response = reply;
  }

  /** The parameter decides, else what the caller accepts. */
  wantsCsv(format: ReportFormat | undefined): boolean {
    return format === undefined ? /\btext\/csv\b/i.test(this.#accept) : format === 'csv';
  }

  /** A table to be saved under a name. */
  csv(name: string, rows: Row[], columns: string[]): string {
    this.#response
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`);
    return csvOf(rows, columns);
  }
}

/** The request's parameters and its choice of format, as a controller's parameter. */
export const Negotiated = createParamDecorator((_: unknown, context: ExecutionContext): NegotiatedRequest => {
  const http = context.switchToHttp();
  return new NegotiatedRequest(http.getRequest<HttpRequest>(), http.getResponse<HttpResponse>());
});
