import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { problems } from '../errors/problem.ts';

/** Longer keys are no names of requests any more, and would be stored. */
const MAXIMUM_KEY_LENGTH = 200;
/** Deeper than any body that Baton describes, and shallow enough for whatever walks through it by recursion. */
const MAXIMUM_BODY_DEPTH = 100;

/** What every route expects of a request, before anything reads it. */
@Injectable()
export class RequestLimitsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
    // An empty one would make all requests of a caller one: it comes of a variable that was never set.
    const key = headers['idempotency-key'];
    if (typeof key === 'string' && (key.length === 0 || key.length > MAXIMUM_KEY_LENGTH)) {
      throw problems.badRequest(
        `Idempotency-Key must be 1 to ${MAXIMUM_KEY_LENGTH} characters: send a new one with each new request, or leave the header out.`,
        { type: 'invalid-idempotency-key' },
      );
    }
    if (isTooDeep(body)) {
      throw problems.badRequest(`The body is nested more than ${MAXIMUM_BODY_DEPTH} levels deep. Send it flatter.`, {
        type: 'body-too-deep',
      });
    }
    return next.handle();
  }
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Level by level, since recursion is what such a body breaks. */
function isTooDeep(body: unknown): boolean {
  let level = [body].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_BODY_DEPTH) return true;
    level = level.flatMap((nest) => Object.values(nest) as unknown[]).filter(isContainer);
  }
  return false;
}
