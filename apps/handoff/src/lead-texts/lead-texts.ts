import { problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { HandoffConfig } from '../handoff.config.ts';

const RESPONSE_MILLISECONDS = 2000;
/** What repeating never mends; a key that intake does not know is not among them. */
const textRefusedStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

export type TextKind = 'note' | 'touch' | 'return' | 'next-step' | 'contest' | 'verdict';

/** What people write about a lead is personal: it lies in intake, and the handoff carries only its id. */
@Injectable()
export class LeadTexts {
  readonly #config: HandoffConfig;

  constructor(config: HandoffConfig) {
    this.#config = config;
  }

  /**
   * Keeps the text under an id made of the request's key, so that a repeated request keeps it once.
   * @throws Problem 503 when intake does not answer.
   */
  async save(leadId: string, requestKey: string, kind: TextKind, text: string, authorId: string): Promise<string> {
    const textId = textIdFor(requestKey);
    const url = new URL(`/leads/${leadId}/texts/${textId}`, this.#config.INTAKE_URL);
    const response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-api-key': this.#config.SERVICE_API_KEY },
      body: JSON.stringify({ kind, text, authorId }),
      signal: AbortSignal.timeout(RESPONSE_MILLISECONDS),
    }).catch(() => undefined);
    if (response?.ok) return textId;
    if (response?.status === 404)
      throw problems.notFound(
        `The lead ${leadId} is not known to intake, or its person was erased; send the command without text.`,
      );
    if (response && textRefusedStatuses.has(response.status))
      throw problems.unprocessable('Intake refuses the text. Shorten it, or send the command without it.', {
        type: 'text-refused',
      });
    throw problems.unavailable(
      'The text cannot be kept right now, so nothing was done. Repeat the request with the same Idempotency-Key.',
    );
  }
}

/** The id of the text that comes with a request: a name-based UUID (version 8, RFC 9562) of its key. */
export function textIdFor(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
