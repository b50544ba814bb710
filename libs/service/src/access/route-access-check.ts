import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Routes } from './routes.ts';

/** Stops the service from starting when a route has neither @Roles(…) nor @Public(). */
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
    const unprotected = this.#routes.all().filter(({ isPublic, roles }) => !isPublic && roles.length === 0);
    if (unprotected.length === 0) return;
    throw new Error(`Add @Roles(…) or @Public() to these routes: ${unprotected.map(({ name }) => name).join(', ')}`);
  }
}
