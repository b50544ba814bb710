import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Row } from './report-query.ts';
import { csvOf } from './csv.ts';
import type { ReportFormat } from './parse-report-request.ts';

interface HttpRequest {
  query: Record<string, unknown>;
  headers: { accept?: string };
}

/** The part of a Fastify reply that is used here. */
interface HttpResponse {
  header(name: string, value: string): HttpResponse;
}

/** A request to a route that returns JSON or CSV. */
export class NegotiatedRequest {
  readonly query: Record<string, unknown>;
  readonly #accept: string;
  readonly #response: HttpResponse;

  constructor({ query, headers }: HttpRequest, response: HttpResponse) {
    this.query = query;
    this.#accept = headers.accept ?? '';
    this.#response = response;
  }

  /** The format parameter decides; without it, the Accept header. */
  wantsCsv(format: ReportFormat | undefined): boolean {
    return format === undefined ? /\btext\/csv\b/i.test(this.#accept) : format === 'csv';
  }

  /** Returns a table as a CSV download with a file name. */
  csv(name: string, rows: Row[], columns: string[]): string {
    this.#response
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`);
    return csvOf(rows, columns);
  }
}

/** The request with its parameters and Accept header, as a controller's parameter. */
export const Negotiated = createParamDecorator((_: unknown, context: ExecutionContext): NegotiatedRequest => {
  const http = context.switchToHttp();
  return new NegotiatedRequest(http.getRequest<HttpRequest>(), http.getResponse<HttpResponse>());
});
