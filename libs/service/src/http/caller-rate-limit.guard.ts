import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { RequestWithCaller } from '../access/caller.ts';
import { ServiceConfig } from '../config/service.config.ts';
import { problems } from '../errors/problem.ts';
import { RateLimit } from './rate-limit.ts';

/** Limits the requests of each person and of each key. Runs after AuthGuard, which adds the caller. */
@Injectable()
export class CallerRateLimitGuard implements CanActivate {
  readonly #people: RateLimit;
  readonly #keys: RateLimit;

  constructor(@Inject(ServiceConfig) config: ServiceConfig) {
    this.#people = new RateLimit(config.RATE_LIMIT_PER_PERSON);
    this.#keys = new RateLimit(config.RATE_LIMIT_PER_KEY);
  }

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<RequestWithCaller>();
    if (!caller) return true;
    // A key that acts for a person uses up its own limit, not the person's.
    const isPerson = caller.kind === 'person' && caller.keyId === undefined;
    const seconds = isPerson ? this.#people.take(caller.id) : this.#keys.take(caller.keyId ?? caller.id);
    if (seconds === 0) return true;
    throw problems.tooManyRequests(
      isPerson
        ? 'You have sent too many requests. Send the next one after Retry-After.'
        : 'Too many requests were sent with this key. Send the next one after Retry-After.',
      seconds,
    );
  }
}
