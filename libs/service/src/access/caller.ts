import type { ActsFor, CommandActor, KeyScope, Role } from '@baton/domain';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';

/** What a route can require of a machine. `internal` belongs to Baton's own services; no key can have it. */
export type RouteScope = KeyScope | 'internal';

/** The authenticated caller: a person with a token, or an integration with a key. */
export interface Caller {
  id: string;
  roles: Role[];
  teamId?: string;
  kind: 'person' | 'integration';
  /** The integration that acts for this person. */
  via?: string;
  /** The key that an integration used, also when it acts for a person. */
  keyId?: string;
  scopes?: RouteScope[];
  /** The lead sources that the key may name; absent: any. */
  sources?: string[];
  /** The people whom the key may act for; absent: none. */
  actsFor?: ActsFor;
}

/** The caller as commands and records name it, without what only the key's check needs. */
export const commandActorOf = ({ id, kind, roles, teamId, via }: Caller): CommandActor => ({
  id,
  kind,
  roles,
  ...(teamId !== undefined && { teamId }),
  ...(via !== undefined && { via }),
});

/** Who did something, for what is stored with one name: the person, and the system that acted for the person. */
export const callerName = ({ id, via }: Pick<Caller, 'id' | 'via'>): string =>
  (via === undefined ? id : `${id} via ${via}`).slice(0, 200);

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
