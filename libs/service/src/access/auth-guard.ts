import type { Role } from '@baton/domain';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { problems } from '../errors/problem.ts';
import { isApiKey } from './api-key-secret.ts';
import { Callers } from './callers.ts';
import type { Caller, RequestWithCaller, RouteScope } from './caller.ts';
import { ACTS_FOR_HEADER, PUBLIC_KEY, ROLES_KEY, SCOPE_KEY } from './roles.ts';
import { TokenVerifier } from './token-verifier.ts';

const bearerPattern = /^Bearer +([^\s]+)$/i;

/** Denies by default: a caller needs one of the roles that the route names, and a key also the scope. */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #tokens: TokenVerifier;
  readonly #callers: Callers;

  constructor(
    @Inject(Reflector) reflector: Reflector,
    @Inject(TokenVerifier) tokens: TokenVerifier,
    @Inject(Callers) callers: Callers,
  ) {
    this.#reflector = reflector;
    this.#tokens = tokens;
    this.#callers = callers;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_KEY, targets)) {
      return true;
    }
    const roles = this.#reflector.getAllAndOverride<Role[] | undefined>(ROLES_KEY, targets);
    if (!roles || roles.length === 0) {
      throw problems.forbidden('No role may use this route.');
    }
    const request = context.switchToHttp().getRequest<RequestWithCaller>();
    const caller = await this.#authenticate(request);
    // Before the refusal, so that the access log says who was refused.
    request.caller = caller;
    const scope = this.#reflector.getAllAndOverride<RouteScope | undefined>(SCOPE_KEY, targets);
    if (caller.scopes && !(scope && caller.scopes.includes(scope)))
      throw problems.forbidden(
        scope ? `This requires a key with the scope ${scope}.` : 'This route is for people; no key may use it.',
        { type: 'scope-missing' },
      );
    if (!caller.roles.some((role) => roles.includes(role))) {
      throw problems.forbidden(`This requires one of the roles ${roles.join(', ')}.`, { type: 'role-missing' });
    }
    return true;
  }

  async #authenticate({ headers }: RequestWithCaller): Promise<Caller> {
    const { authorization, 'x-api-key': apiKey, [ACTS_FOR_HEADER]: personId } = headers;
    const token = typeof authorization === 'string' ? bearerPattern.exec(authorization)?.[1] : undefined;
    const secret = typeof apiKey === 'string' ? apiKey : token !== undefined && isApiKey(token) ? token : undefined;
    if (secret !== undefined) {
      const integration = await this.#callers.integrationWithSecret(secret, new Date());
      return typeof personId === 'string' ? this.#callers.actingFor(integration, personId) : integration;
    }
    if (token === undefined)
      throw problems.unauthorized('Send a token as Authorization: Bearer, or an API key as X-Api-Key.');
    const { sub, event } = await this.#tokens.verify(token);
    if (event !== undefined)
      // Topics keep it, so it must be of no use to anyone who reads it there.
      throw problems.unauthorized('This token is bound to one event on Kafka. Get one without the claim event.', {
        type: 'token-bound-to-event',
      });
    if (personId !== undefined)
      throw problems.forbidden('Only the key of an integration may act for another person. Omit X-Acts-For.', {
        type: 'acts-for-not-covered',
      });
    return this.#callers.person(sub);
  }
}
