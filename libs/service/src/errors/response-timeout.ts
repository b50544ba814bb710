import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.ts';
import { problems } from './problem.ts';
import { sendProblem } from './problem-filter.ts';

/** Longer than whatever a handler itself promises, so that its own, better answer comes first. */
const RESPONSE_TIMEOUT_MILLISECONDS = 10_000;

/**
 * A database that keeps its connections and says nothing would hold a request for ever: it is answered 503 in time.
 * What the handler does goes on, and its own answer, when it comes, is heard by nobody.
 */
export function limitResponseTime(
  fastify: FastifyInstance,
  logger: Logger,
  milliseconds = RESPONSE_TIMEOUT_MILLISECONDS,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const timer = setTimeout(() => {
      if (reply.sent) return;
      const { traceId } = request;
      logger.warn({ traceId, route: request.routeOptions.url, milliseconds }, 'A request was not answered in time');
      const detail =
        'Something this service needs does not answer, so it is unknown whether this was done. Repeat the request, with the same Idempotency-Key.';
      sendProblem(reply, problems.unavailable(detail), traceId);
    }, milliseconds);
    timer.unref();
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}
