import { setTimeout as pause } from 'node:timers/promises';
import type { Addresses } from './addresses.ts';

export type Service = 'intake' | 'scoring' | 'handoff' | 'reporting' | 'worker';

/** What is looked at differs from answer to answer. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface ApiResponse {
  status: number;
  contentType: string;
  /** Seconds, where the answer says so. */
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
  /** How long to wait for the answer; 15 seconds unless told. */
  withinMilliseconds?: number;
}

const DEFAULT_RETRY_MILLISECONDS = 120_000;

/** Somebody outside of the system, who knows it by its public HTTP interface alone. */
export class ApiClient {
  readonly addresses: Addresses;
  readonly #retryMilliseconds: number;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(addresses: Addresses, options: { longestInsistingMilliseconds?: number } = {}) {
    this.addresses = addresses;
    this.#retryMilliseconds = options.longestInsistingMilliseconds ?? DEFAULT_RETRY_MILLISECONDS;
  }

  /** The token of a demo person. */
  token(person: string): Promise<string> {
    const known = this.#tokens.get(person);
    if (known) return known;
    const asked = fetch(`${this.addresses.issuer}/token?person=${person}`).then(async (response) => {
      const text = (await response.text()).trim();
      if (!response.ok) throw new Error(`The issuer gives no token for ${person}: ${text}`);
      return text;
    });
    this.#tokens.set(person, asked);
    return asked;
  }

  /** One request, whatever it is answered with. */
  async call(
    service: Service,
    path: string,
    { as, method = 'GET', body, headers = {}, withinMilliseconds = 15_000 }: ApiRequest = {},
  ): Promise<ApiResponse> {
    const response = await fetch(`${this.addresses[service]}${path}`, {
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
      body: contentType.includes('json') ? JSON.parse(text) : text,
    };
  }

  /** Repeats the request while nobody knows whether it was done: give it an Idempotency-Key. */
  async callUntilAnswered(service: Service, path: string, call: ApiRequest = {}): Promise<ApiResponse> {
    const giveUpAt = Date.now() + this.#retryMilliseconds;
    for (;;) {
      const answer = await this.call(service, path, call).catch((error: unknown) => {
        if (Date.now() > giveUpAt) throw error;
        return undefined;
      });
      if (answer && (answer.status !== 503 || Date.now() > giveUpAt)) return answer;
      await pause(500);
    }
  }

  /** What stands there for this person. @throws Error when it is refused. */
  async read(service: Service, path: string, as: string): Promise<Json> {
    const answer = await this.callUntilAnswered(service, path, { as });
    if (answer.status === 200) return answer.body;
    throw new Error(`GET ${service}${path} as ${as} was answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
}
