import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problems } from '../errors/problem.ts';
import { sendProblem } from '../errors/problem-filter.ts';
import { addressToLimit } from './client-address.ts';
import { RateLimit } from './rate-limit.ts';

const hasCredentials = ({ headers }: FastifyRequest): boolean =>
  headers['x-api-key'] !== undefined || headers.authorization !== undefined;

const onceRight = ['token-expired', 'api-key-expired', 'api-key-revoked'].map((type) => `urn:baton:problem:${type}`);

/**
 * After too many wrong tokens and keys from one address, requests with credentials from it are refused without checking
 * them. A token or key that has merely expired was a right one once, and does not count.
 */
export function limitWrongCredentials(fastify: FastifyInstance, perMinute: number): void {
  const addresses = new RateLimit(perMinute);
  fastify.addHook('onRequest', (request, reply, done) => {
    const seconds = hasCredentials(request) ? addresses.secondsToWait(addressToLimit(request.ip)) : 0;
    if (seconds === 0) return done();
    const detail =
      'Too many wrong tokens or API keys came from your address. Correct them, and send the next request after Retry-After.';
    const problem = problems.tooManyRequests(detail, seconds, { type: 'too-many-wrong-credentials' });
    sendProblem(reply, problem, request.traceId);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const isWrong = reply.statusCode === 401 && !onceRight.includes(reply.problemType ?? '');
    if (isWrong && hasCredentials(request)) addresses.count(addressToLimit(request.ip));
    done();
  });
}
