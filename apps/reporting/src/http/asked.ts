import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Row } from '../reports/question.ts';
import { csvOf } from './csv.ts';
import type { Format } from './report-query.ts';

interface Request {
  query: Record<string, unknown>;
  headers: { accept?: string };
}

/** The little of an HTTP reply that is needed here. */
interface Reply {
  header(name: string, value: string): Reply;
}

/** What is asked of a route that answers JSON or CSV. */
export class AskedOverHttp {
  readonly query: Record<string, unknown>;
  readonly #accept: string;
  readonly #reply: Reply;

  constructor({ query, headers }: Request, reply: Reply) {
    this.query = query;
    this.#accept = headers.accept ?? '';
    this.#reply = reply;
  }

  /** The parameter decides, else what the caller accepts. */
  wantsCsv(format: Format | undefined): boolean {
    return format === undefined ? /\btext\/csv\b/i.test(this.#accept) : format === 'csv';
  }

  /** A table to be saved under a name. */
  csv(name: string, rows: Row[], columns: string[]): string {
    this.#reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`);
    return csvOf(rows, columns);
  }
}

/** The request's parameters and its choice of format, as a controller's parameter. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): AskedOverHttp => {
  const http = context.switchToHttp();
  return new AskedOverHttp(http.getRequest<Request>(), http.getResponse<Reply>());
});
