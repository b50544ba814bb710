import type { Role } from '@baton/domain';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import type { RouteScope } from './caller.ts';

export const ROLES_KEY = 'baton:roles';
export const SCOPE_KEY = 'baton:scope';
export const PUBLIC_KEY = 'baton:public';
/** Names the roles of a route in OpenAPI. */
export const ROLES_EXTENSION = 'x-roles';
/** Names the scope that a key needs for a route in OpenAPI. */
export const SCOPE_EXTENSION = 'x-scope';

/** Allows callers with one of these roles to use the route, or every route of the controller. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ROLES_KEY, roles), ApiExtension(ROLES_EXTENSION, roles));

/**
 * Allows keys with this scope to use the route, or every route of the controller: under the integration's own name if
 * the role integration may use the route, and for the people whom the key may act for.
 */
export const Scope = (scope: RouteScope): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(SCOPE_KEY, scope),
    ApiExtension(SCOPE_EXTENSION, scope),
    ...(scope === 'internal' ? [] : [actsForHeader]),
  );

/** Allows everyone to use the route without authentication: for health, metrics and the like. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_KEY, true);

export const ACTS_FOR_HEADER = 'x-acts-for';

const actsForHeader = ApiHeader({
  name: 'X-Acts-For',
  required: false,
  description: 'With the key of an integration: the id of the person whom it acts for. The key must cover the person.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
});
