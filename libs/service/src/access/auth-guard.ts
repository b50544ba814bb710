import type { Role } from '@baton/domain';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { problems } from '../errors/problem.ts';
import { isApiKey } from './api-key-secret.ts';
import { ApiKeys } from './api-keys.ts';
import type { Caller, RequestWithCaller } from './caller.ts';
import { PUBLIC_KEY, ROLES_KEY } from './roles.ts';
import { TokenVerifier } from './token-verifier.ts';

const bearerPattern = /^Bearer +([^\s]+)$/i;

/** Denies by default: a caller needs one of the roles that the route names. */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #tokens: TokenVerifier;
  readonly #apiKeys: ApiKeys;

  constructor(
    @Inject(Reflector) reflector: Reflector,
    @Inject(TokenVerifier) tokens: TokenVerifier,
    @Inject(ApiKeys) apiKeys: ApiKeys,
  ) {
    this.#reflector = reflector;
    this.#tokens = tokens;
    this.#apiKeys = apiKeys;
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
    if (!caller.roles.some((role) => roles.includes(role))) {
      throw problems.forbidden(`This requires one of the roles ${roles.join(', ')}.`, { type: 'role-missing' });
    }
    return true;
  }

  async #authenticate(request: RequestWithCaller): Promise<Caller> {
    const { authorization, 'x-api-key': apiKey } = request.headers;
    if (typeof apiKey === 'string') {
      return this.#apiKeys.verify(apiKey);
    }
    const token = typeof authorization === 'string' ? bearerPattern.exec(authorization)?.[1] : undefined;
    if (!token) {
      throw problems.unauthorized('Send a token as Authorization: Bearer, or an API key as X-Api-Key.');
    }
    return isApiKey(token) ? this.#apiKeys.verify(token) : this.#tokens.verify(token);
  }
}
