import { Injectable } from '@nestjs/common';
import { HandoffConfig } from '../handoff.config.ts';

/** Sends requests to the intake service, with the key of this service. */
@Injectable()
export class IntakeClient {
  readonly #config: HandoffConfig;

  constructor(config: HandoffConfig) {
    this.#config = config;
  }

  /** @throws TypeError when intake cannot be reached, TimeoutError when it does not respond in time. */
  send(method: 'POST' | 'PUT', path: string, timeoutMilliseconds: number, body?: object): Promise<Response> {
    return fetch(new URL(path, this.#config.INTAKE_URL), {
      method,
      headers: {
        'x-api-key': this.#config.SERVICE_API_KEY,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  }
}
