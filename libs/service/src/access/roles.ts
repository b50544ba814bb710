import { SetMetadata } from '@nestjs/common';
import type { Role } from '@baton/domain';

export const ROLES_KEY = 'baton:roles';
export const PUBLIC_KEY = 'baton:public';

/** Who may call the route (or every route of the controller): anybody with one of these roles. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES_KEY, roles);

/** The route answers without a caller. For health, metrics and what is meant for everybody. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_KEY, true);
