import type { Agreement, Language, PublishedAgreement } from '@baton/domain';
import { Unusable } from './usage.ts';

/** Where the handoff service answers, and to whom. */
export interface Door {
  url: string;
  token: string;
}

export interface Version extends Omit<PublishedAgreement, 'agreement'> {
  title: string;
  sources?: string[];
}

export interface Draft {
  draftId: string;
  title: string;
  revision: number;
  updatedAt: string;
  updatedBy: string;
  problems: unknown[];
}

/** A draft as it is answered alone. */
export interface KeptDraft extends Draft {
  warnings: { line: number; column: number; path: string; message: string }[];
}

export interface Differences {
  from: number;
  changes: { words: string }[];
}

interface Answer {
  detail?: string;
  errors?: { field: string; line?: number; column?: number; message: string }[];
}

/** The public interface of the handoff service, as far as agreements go. */
export class AgreementApi {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  async versions(): Promise<Version[]> {
    return (await this.#json<{ agreements: Version[] }>('GET', '/agreements?limit=200')).agreements;
  }

  async drafts(): Promise<Draft[]> {
    return (await this.#json<{ drafts: Draft[] }>('GET', '/agreements/drafts?limit=200')).drafts;
  }

  async document(version: number): Promise<Agreement> {
    return (await this.#json<PublishedAgreement>('GET', `/agreements/${version}`)).agreement;
  }

  async text(version: number): Promise<string> {
    return (await this.#ask('GET', `/agreements/${version}?format=yaml`)).text();
  }

  diff(before: number, after: number, language: Language): Promise<Differences> {
    return this.#json('GET', `/agreements/${before}/diff/${after}?language=${language}`);
  }

  keepDraft(draft: { text: string; basedOn?: number }): Promise<KeptDraft> {
    return this.#json('POST', '/agreements/drafts', draft);
  }

  diffOfDraft({ draftId }: Draft, language: Language): Promise<Differences> {
    return this.#json('GET', `/agreements/drafts/${draftId}/diff?language=${language}`);
  }

  publishDraft(
    { draftId, revision }: Draft,
    told: { comment: string; inPlaceOf?: number },
    language: Language,
  ): Promise<PublishedAgreement> {
    return this.#json('POST', `/agreements/drafts/${draftId}/publish?language=${language}`, { ...told, revision });
  }

  async throwAway({ draftId, revision }: Draft): Promise<void> {
    await this.#ask('DELETE', `/agreements/drafts/${draftId}`, undefined, { 'if-match': `"${revision}"` });
  }

  async #json<Body>(method: 'GET' | 'POST', path: string, body?: object): Promise<Body> {
    return (await this.#ask(method, path, body)).json() as Promise<Body>;
  }

  async #ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { url, token } = this.#door;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    }).catch(() => undefined);
    if (!response) throw new Unusable(`${url} does not answer. Start Baton (npm start), or correct BATON_HANDOFF_URL.`);
    if (response.ok) return response;
    const { detail, errors = [] } = (await response.json().catch(() => ({}))) as Answer;
    const lines = errors.map(({ field, message }) => `\n  ${field}: ${message}`);
    throw new Unusable(`${response.status}: ${detail ?? 'the service gave no reason'}${lines.join('')}`);
  }
}
