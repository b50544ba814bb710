import { problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { IntakeClient } from './intake-client.ts';

const RESPONSE_MILLISECONDS = 2000;
/** Statuses for which a retry would fail too. Not 401: intake may receive the key of this service later. */
const textRefusedStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

export type TextKind = 'note' | 'touch' | 'return' | 'next-step' | 'postpone' | 'contest' | 'verdict';

/** Stores what people write about a lead. It is personal data, so only intake stores it; handoffs and events carry its id. */
@Injectable()
export class LeadTexts {
  readonly #intake: IntakeClient;

  constructor(intake: IntakeClient) {
    this.#intake = intake;
  }

  /**
   * The id is derived from the key of the request, so a repeated request stores the text once.
   * @throws Problem 404 for an unknown lead, 422 for a refused text, 503 when intake does not respond.
   */
  async save(leadId: string, requestKey: string, kind: TextKind, text: string, authorId: string): Promise<string> {
    const textId = textIdFor(requestKey);
    const response = await this.#intake
      .send('PUT', `/leads/${leadId}/texts/${textId}`, RESPONSE_MILLISECONDS, { kind, text, authorId })
      .catch(() => undefined);
    if (response?.ok) return textId;
    if (response?.status === 404)
      throw problems.notFound(
        `Intake does not know the lead ${leadId}, or its person was erased. Send the command without text.`,
      );
    if (response && textRefusedStatuses.has(response.status))
      throw problems.unprocessable('Intake refused the text. Shorten it, or send the command without it.', {
        type: 'text-refused',
      });
    throw problems.unavailable(
      'The text could not be stored, so nothing was done. Repeat the request with the same Idempotency-Key.',
    );
  }
}

/** The id of the text of a request: a name-based UUID (version 8, RFC 9562) of the request's key. */
export function textIdFor(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
