import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { problems } from '../errors/problem.ts';

/** Keys are stored, so their length is limited. */
const MAXIMUM_KEY_LENGTH = 200;
/** Deeper than any body that Baton accepts, and shallow enough for recursive code. */
const MAXIMUM_BODY_DEPTH = 100;

/** Checks the limits of every request before anything else reads it. */
@Injectable()
export class RequestLimitsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
    // An empty key, usually from a variable that was never set, would make all requests of a caller the same one.
    const key = headers['idempotency-key'];
    if (typeof key === 'string' && (key.length === 0 || key.length > MAXIMUM_KEY_LENGTH)) {
      throw problems.badRequest(
        `Idempotency-Key must have 1 to ${MAXIMUM_KEY_LENGTH} characters. Send a new key with each new request, or omit the header.`,
        { type: 'invalid-idempotency-key' },
      );
    }
    if (isTooDeep(body)) {
      throw problems.badRequest(`The body must not be nested more than ${MAXIMUM_BODY_DEPTH} levels deep.`, {
        type: 'body-too-deep',
      });
    }
    return next.handle();
  }
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Iterates level by level, because a deep body would overflow the stack of a recursive function. */
function isTooDeep(body: unknown): boolean {
  let level = [body].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_BODY_DEPTH) return true;
    level = level.flatMap((container) => Object.values(container) as unknown[]).filter(isContainer);
  }
  return false;
}
