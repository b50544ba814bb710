import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PUBLIC_KEY, ROLES_KEY } from './roles.ts';

/** Set by @Get, @Post and their like. */
const METHOD_METADATA = 'method';

/** Stops the service from starting when a route has neither @Roles(…) nor @Public(). */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  readonly #discovery: DiscoveryService;
  readonly #scanner: MetadataScanner;
  readonly #reflector: Reflector;

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) scanner: MetadataScanner,
    @Inject(Reflector) reflector: Reflector,
  ) {
    this.#discovery = discovery;
    this.#scanner = scanner;
    this.#reflector = reflector;
  }

  onModuleInit(): void {
    const unprotected = this.#discovery.getControllers().flatMap(({ metatype }) => this.#unprotected(metatype));
    if (unprotected.length > 0) {
      throw new Error(`Add @Roles(…) or @Public() to these routes: ${unprotected.join(', ')}`);
    }
  }

  #unprotected(controller: unknown): string[] {
    if (typeof controller !== 'function') {
      return [];
    }
    const prototype = controller.prototype as Record<string, unknown>;
    return this.#scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) {
        return [];
      }
      const targets = [handler, controller] as Parameters<Reflector['getAllAndOverride']>[1];
      const roles = this.#reflector.getAllAndOverride<unknown[] | undefined>(ROLES_KEY, targets);
      const isNamed = this.#reflector.getAllAndOverride(PUBLIC_KEY, targets) === true || (roles?.length ?? 0) > 0;
      return isNamed ? [] : [`${controller.name}.${name}`];
    });
  }
}
