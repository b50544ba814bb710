import type { Role } from '@baton/domain';
import { RequestMethod } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { RouteScope } from './caller.ts';
import { PUBLIC_KEY, ROLES_KEY, SCOPE_KEY } from './roles.ts';

/** A route of a service, with those who may call it. */
export interface Route {
  /** The controller and its method. */
  name: string;
  method: string;
  /** With its parameters, such as `/handoffs/:handoffId`. */
  path: string;
  roles: readonly Role[];
  /** What the key of an integration needs; without one, no key may use the route. */
  scope: RouteScope | undefined;
  isPublic: boolean;
}

/** All routes of the service's controllers, as Nest serves them. */
export class Routes {
  readonly #discovery: DiscoveryService;
  readonly #scanner: MetadataScanner;
  readonly #reflector: Reflector;

  constructor(discovery: DiscoveryService, scanner: MetadataScanner, reflector: Reflector) {
    this.#discovery = discovery;
    this.#scanner = scanner;
    this.#reflector = reflector;
  }

  all(): Route[] {
    return this.#discovery.getControllers().flatMap(({ metatype }) => this.#routesOf(metatype));
  }

  #routesOf(controller: unknown): Route[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Record<string, unknown>;
    const prefix = pathOf(controller);
    return this.#scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const targets = [handler, controller] as Parameters<Reflector['getAllAndOverride']>[1];
      return [
        {
          name: `${controller.name}.${name}`,
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
          path: `/${[prefix, pathOf(handler)].filter((part) => part !== '').join('/')}`,
          scope: this.#reflector.getAllAndOverride<RouteScope | undefined>(SCOPE_KEY, targets),
          roles: this.#reflector.getAllAndOverride<Role[] | undefined>(ROLES_KEY, targets) ?? [],
          isPublic: this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_KEY, targets) === true,
        },
      ];
    });
  }
}

const pathOf = (target: object): string =>
  String(Reflect.getMetadata(PATH_METADATA, target) ?? '').replace(/^\/+|\/+$/g, '');

/** All routes of a running service, for tests that walk them. */
export const routesOf = (app: INestApplicationContext): Route[] =>
  new Routes(
    app.get(DiscoveryService, { strict: false }),
    app.get(MetadataScanner, { strict: false }),
    app.get(Reflector, { strict: false }),
  ).all();
