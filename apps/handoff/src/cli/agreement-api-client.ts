import type { Agreement, PublishedAgreement } from '@baton/domain';
import type { Language } from '@baton/wording';
import { CliError } from './cli-error.ts';

/** Address of the handoff service, and a token for it. */
export interface Endpoint {
  url: string;
  token: string;
}

export interface PublishedVersion extends Omit<PublishedAgreement, 'agreement'> {
  title: string;
  sources?: string[];
}

export interface DraftSummary {
  draftId: string;
  title: string;
  revision: number;
  updatedAt: string;
  updatedBy: string;
  problems: unknown[];
}

/** A newly created draft. */
export interface CreatedDraft extends DraftSummary {
  warnings: { line: number; column: number; path: string; message: string }[];
}

export interface AgreementDiff {
  from: number;
  changes: { description: string }[];
}

interface ProblemBody {
  detail?: string;
  errors?: { field: string; line?: number; column?: number; message: string }[];
}

/** Client for the agreement routes of the handoff service. */
export class AgreementApiClient {
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  async versions(): Promise<PublishedVersion[]> {
    return (await this.#requestJson<{ agreements: PublishedVersion[] }>('GET', '/agreements?limit=200')).agreements;
  }

  async drafts(): Promise<DraftSummary[]> {
    return (await this.#requestJson<{ drafts: DraftSummary[] }>('GET', '/agreements/drafts?limit=200')).drafts;
  }

  async document(version: number): Promise<Agreement> {
    return (await this.#requestJson<PublishedAgreement>('GET', `/agreements/${version}`)).agreement;
  }

  async text(version: number): Promise<string> {
    return (await this.#request('GET', `/agreements/${version}?format=yaml`)).text();
  }

  diff(before: number, after: number, language: Language): Promise<AgreementDiff> {
    return this.#requestJson('GET', `/agreements/${before}/diff/${after}?language=${language}`);
  }

  createDraft(draft: { text: string; basedOnVersion?: number }): Promise<CreatedDraft> {
    return this.#requestJson('POST', '/agreements/drafts', draft);
  }

  diffOfDraft({ draftId }: DraftSummary, language: Language): Promise<AgreementDiff> {
    return this.#requestJson('GET', `/agreements/drafts/${draftId}/diff?language=${language}`);
  }

  publishDraft(
    { draftId, revision }: DraftSummary,
    options: { comment: string; supersedes?: number },
    language: Language,
  ): Promise<PublishedAgreement> {
    return this.#requestJson('POST', `/agreements/drafts/${draftId}/publish?language=${language}`, {
      ...options,
      revision,
    });
  }

  async deleteDraft({ draftId, revision }: DraftSummary): Promise<void> {
    await this.#request('DELETE', `/agreements/drafts/${draftId}`, undefined, { 'if-match': `"${revision}"` });
  }

  async #requestJson<Body>(method: 'GET' | 'POST', path: string, body?: object): Promise<Body> {
    const response = await this.#request(method, path, body);
    return (await response.json().catch(() => {
      throw new CliError(
        `The response of ${this.#endpoint.url} was cut off. Check its effect, then repeat the command.`,
      );
    })) as Body;
  }

  async #request(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const { url, token } = this.#endpoint;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    }).catch(() => undefined);
    if (!response)
      throw new CliError(`${url} does not respond. Start Baton with npm start, or correct BATON_HANDOFF_URL.`);
    if (response.ok) return response;
    const { detail, errors = [] } = (await response.json().catch(() => ({}))) as ProblemBody;
    const lines = errors.map(({ field, message }) => `\n  ${field}: ${message}`);
    throw new CliError(`${response.status}: ${detail ?? 'the service returned no details'}${lines.join('')}`);
  }
}
