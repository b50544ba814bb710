import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Role } from '@baton/domain';

export const ROLES_KEY = 'baton:roles';
export const PUBLIC_KEY = 'baton:public';
/** Names the roles of a route in OpenAPI. */
export const ROLES_EXTENSION = 'x-roles';

/** Allows callers with one of these roles to use the route, or every route of the controller. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(ROLES_KEY, roles), ApiExtension(ROLES_EXTENSION, roles));

/** Allows everyone to use the route without authentication: for health, metrics and the like. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_KEY, true);
