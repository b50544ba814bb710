import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses, Service, ServiceProcess } from './service-addresses.ts';

/** Tests read different fields of every response. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface ApiResponse {
  status: number;
  contentType: string;
  /** The Retry-After header, in seconds. */
  retryAfter?: number;
  text: string;
  body: Json;
}

export interface ApiRequest {
  /** A demo person; without one, no token is sent. */
  as?: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  /** How long to wait for the response; 15 seconds by default. */
  withinMilliseconds?: number;
}

const DEFAULT_RETRY_MILLISECONDS = 120_000;

/** A client that knows Baton only by its public HTTP API. */
export class ApiClient {
  readonly addresses: Addresses;
  readonly #retryMilliseconds: number;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(addresses: Addresses, options: { retryMilliseconds?: number } = {}) {
    this.addresses = addresses;
    this.#retryMilliseconds = options.retryMilliseconds ?? DEFAULT_RETRY_MILLISECONDS;
  }

  /** The token of a demo person. */
  token(person: string): Promise<string> {
    const known = this.#tokens.get(person);
    if (known) return known;
    const requested = fetch(`${this.addresses.issuer}/token?person=${person}`).then(async (response) => {
      const text = (await response.text()).trim();
      if (!response.ok) throw new Error(`The issuer gave no token for ${person}: ${text}`);
      return text;
    });
    this.#tokens.set(person, requested);
    return requested;
  }

  /** Sends one request to the API and returns the response, whatever its status. */
  call(service: Service, path: string, request: ApiRequest = {}): Promise<ApiResponse> {
    return this.#send(`${this.addresses[service]}${path}`, request);
  }

  /** Reads health or metrics. */
  operations(process: ServiceProcess, path: string): Promise<ApiResponse> {
    return this.#send(`${this.addresses.operations[process]}${path}`, {});
  }

  async #send(
    url: string,
    { as, method = 'GET', body, headers = {}, withinMilliseconds = 15_000 }: ApiRequest,
  ): Promise<ApiResponse> {
    const response = await fetch(url, {
      method,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${await this.token(as)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMilliseconds),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      contentType,
      ...(retryAfter !== null && { retryAfter: Number(retryAfter) }),
      text,
      body: contentType.includes('json') ? (JSON.parse(text) as unknown) : text,
    };
  }

  /**
   * Repeats the request after a 503 or a lost connection, when it may or may not have been done: send an Idempotency-Key.
   * Waits as long as a 429 says.
   */
  async callUntilResponse(service: Service, path: string, request: ApiRequest = {}): Promise<ApiResponse> {
    const giveUpAt = Date.now() + this.#retryMilliseconds;
    for (;;) {
      const response = await this.call(service, path, request).catch((error: unknown) => {
        if (Date.now() > giveUpAt) throw error;
        return undefined;
      });
      if (response && (![429, 503].includes(response.status) || Date.now() > giveUpAt)) return response;
      await pause(response?.status === 429 ? (response.retryAfter ?? 1) * 1000 : 500);
    }
  }

  /** The body of a GET. @throws Error unless the status is 200. */
  async read(service: Service, path: string, as: string): Promise<Json> {
    const response = await this.callUntilResponse(service, path, { as });
    if (response.status === 200) return response.body;
    throw new Error(`GET ${service}${path} as ${as} returned ${response.status}: ${response.text.slice(0, 500)}`);
  }
}
