import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Routes } from './routes.ts';

/**
 * Stops the service from starting when a route has neither @Roles(…) nor @Public(), or allows integrations without naming
 * the scope that their keys need.
 */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  readonly #routes: Routes;

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) scanner: MetadataScanner,
    @Inject(Reflector) reflector: Reflector,
  ) {
    this.#routes = new Routes(discovery, scanner, reflector);
  }

  onModuleInit(): void {
    const routes = this.#routes.all();
    const unprotected = routes.filter(({ isPublic, roles }) => !isPublic && roles.length === 0);
    if (unprotected.length > 0)
      throw new Error(`Add @Roles(…) or @Public() to these routes: ${unprotected.map(({ name }) => name).join(', ')}`);
    const unscoped = routes.filter(({ roles, scope }) => roles.includes('integration') && scope === undefined);
    if (unscoped.length > 0)
      throw new Error(
        `Add @Scope(…) to these routes, which integrations may use: ${unscoped.map(({ name }) => name).join(', ')}`,
      );
  }
}
