import { SetMetadata } from '@nestjs/common';
import type { Role } from '@baton/domain';

export const ROLES_KEY = 'baton:roles';
export const PUBLIC_KEY = 'baton:public';

/** Allows callers with one of these roles to use the route, or every route of the controller. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES_KEY, roles);

/** Allows everyone to use the route without authentication: for health, metrics and the like. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_KEY, true);
