import { allRoles } from '@baton/domain';
import type { Role } from '@baton/domain';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';

export const isRole = (value: unknown): value is Role => (allRoles as readonly unknown[]).includes(value);

/** The authenticated caller: a person with a token, or an integration with an API key. */
export interface Caller {
  id: string;
  roles: Role[];
  teamId?: string;
  kind: 'person' | 'integration';
}

/** A request after AuthGuard has added the caller. */
export interface RequestWithCaller {
  headers: Record<string, string | string[] | undefined>;
  caller?: Caller;
}

/** @throws Error on a route without @Roles(…), which has no caller. */
export function callerOf({ caller }: RequestWithCaller): Caller {
  if (caller) return caller;
  throw new Error('A public route has no caller: add @Roles(…) to the route, or do not ask for its caller.');
}

/** The authenticated caller, as a controller's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<RequestWithCaller>()),
);
