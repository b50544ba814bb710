import { Catch, Inject } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { activeLogFields } from '../logging/log-fields.ts';
import { Logger } from '../logging/logger.ts';
import type { Problem } from './problem.ts';
import { toProblem } from './to-problem.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** The type of the problem that was sent. */
    problemType?: string;
  }
}

/** Sends the problem as the response. */
export const sendProblem = (reply: FastifyReply, problem: Problem, traceId?: string): void => {
  reply.problemType = problem.type;
  // Errors of the HTTP layer are sent before the hook that adds these headers to other responses.
  void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8');
  if (problem.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(problem.retryAfterSeconds));
  }
  if (problem.status === 401) {
    void reply.header('www-authenticate', 'Bearer');
  }
  void reply.send(JSON.stringify(problem.body({ traceId })));
};

/** Turns every error into problem details, and logs the service's own failures with their trace id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(@Inject(Logger) logger: Logger) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toProblem(error);
    const traceId = reply.request.traceId ?? activeLogFields().traceId;
    if (problem.status >= 500) {
      const fields = { err: error, status: problem.status, traceId, route: reply.request.routeOptions.url };
      if (problem.status === 503) {
        this.#logger.warn(fields, 'A request could not be served because a dependency is unavailable');
      } else {
        this.#logger.error(fields, 'A request failed');
      }
    }
    if (!reply.sent) {
      sendProblem(reply, problem, traceId);
    }
  }
}
