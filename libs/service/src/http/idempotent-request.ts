import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import { callerOf } from '../access/caller.ts';
import type { Caller, RequestWithCaller } from '../access/caller.ts';

/** The caller of a request, the resource that it is about, and the key that makes repeating it safe. */
export type IdempotentRequest<Id extends string = never> = Record<Id, string> & {
  caller: Caller;
  /** The Idempotency-Key header; without it a random key, so that every request is a different one. */
  idempotencyKey: string;
};

interface IncomingRequest extends RequestWithCaller {
  params: Record<string, string>;
}

const extractRequest = createParamDecorator(
  (id: string | undefined, context: ExecutionContext): IdempotentRequest<string> => {
    const request = context.switchToHttp().getRequest<IncomingRequest>();
    const key = request.headers['idempotency-key'];
    const identity = { caller: callerOf(request), idempotencyKey: typeof key === 'string' ? key : randomUUID() };
    return { ...(id !== undefined && { [id]: request.params[id] ?? '' }), ...identity } as IdempotentRequest<string>;
  },
);

/** Describes the Idempotency-Key header of a route. */
export const ApiIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Up to 200 characters of your choice. Repeating a request with the same key and body has no second effect.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  });

/** The caller, the Idempotency-Key and a path parameter, as one parameter of a controller; describes both in OpenAPI. */
export function IdempotentRequest(id?: string): ParameterDecorator {
  return (prototype, method, index) => {
    extractRequest(id)(prototype, method, index);
    if (method === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, method) ?? {};
    ApiIdempotencyKey()(prototype, method, descriptor);
    if (id !== undefined) ApiParam({ name: id, type: String })(prototype, method, descriptor);
  };
}
