import { allRoles } from '@baton/domain';
import type { Role } from '@baton/domain';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';

export const isRole = (value: unknown): value is Role => (allRoles as readonly unknown[]).includes(value);

/** Who is calling: a person with a token, or an integration with an API key. */
export interface Caller {
  id: string;
  roles: Role[];
  teamId?: string;
  kind: 'person' | 'integration';
}

/** What the guard leaves on the request. */
export interface RequestWithCaller {
  headers: Record<string, string | string[] | undefined>;
  caller?: Caller;
}

/** The signed-in caller, as a controller's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<RequestWithCaller>();
  if (!caller) {
    throw new Error('A public route has no caller: give it @Roles(…), or do not ask for @CurrentCaller()');
  }
  return caller;
});
