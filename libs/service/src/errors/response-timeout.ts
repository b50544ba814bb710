import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logging/logger.ts';
import { problems } from './problem.ts';
import { sendProblem } from './problem-filter.ts';

/** Longer than the timeouts of handlers, so that their own, more specific responses come first. */
const RESPONSE_TIMEOUT_MILLISECONDS = 10_000;

/**
 * Responds with 503 when a request takes too long, for example because a database keeps its connections but does not
 * respond. The handler continues, and its late response is discarded.
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
      logger.warn({ traceId, route: request.routeOptions.url, milliseconds }, 'A request timed out');
      const detail =
        'A dependency of this service does not respond, so the outcome of the request is unknown. Repeat it with the same Idempotency-Key.';
      sendProblem(reply, problems.unavailable(detail), traceId);
    }, milliseconds);
    timer.unref();
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}
