import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ports } from '../process/ports.ts';
import { Failure } from '../failure.ts';
import { localUrl } from '../system/services.ts';

const WAIT_MILLISECONDS = 60_000;

/** The HTTP interface of a running system, used by the demo people. */
export class PublicInterface {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Sends a GET without a body, a POST with one. */
  async request<Response>(
    personId: string,
    service: 'intake' | 'scoring' | 'handoff',
    path: string,
    body?: object,
  ): Promise<Response> {
    const response = await fetch(`${localUrl(this.#ports[service])}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${await this.#tokenOf(personId)}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Response;
    throw new Failure(
      `${service} refused ${path} by ${personId} with ${response.status}: ${text}`,
      'Bring infra/pictures in line with the HTTP interface.',
    );
  }

  async #tokenOf(personId: string): Promise<string> {
    const response = await fetch(`${localUrl(this.#ports.issuer)}/token?person=${personId}`);
    return (await response.text()).trim();
  }
}

/** Reads until the result is defined. */
export async function waitFor<Result>(expectation: string, read: () => Promise<Result | undefined>): Promise<Result> {
  for (const deadline = Date.now() + WAIT_MILLISECONDS; Date.now() < deadline; await pause(250)) {
    const result = await read();
    if (result !== undefined) return result;
  }
  throw new Failure(
    `Expected within ${WAIT_MILLISECONDS / 1000} s that ${expectation}.`,
    'Read the logs in test-results/pictures-logs, or try again when the machine is less busy.',
  );
}
