import type { ContactMethod } from '@baton/domain';
import { problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { IntakeClient } from './intake-client.ts';

const RESPONSE_MILLISECONDS = 2000;
/** Statuses for which a retry would fail too. */
const contactRefusedStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

export interface CorrectedContact {
  method: ContactMethod;
  value: string;
}

/** Stores the corrected phone or e-mail of a lead. It is personal data, so only intake has it. */
@Injectable()
export class LeadContacts {
  readonly #intake: IntakeClient;

  constructor(intake: IntakeClient) {
    this.#intake = intake;
  }

  /**
   * @returns the time zones that the lead could be in now; undefined if intake does not return them
   * @throws Problem 404 for an unknown lead, 422 for a contact that cannot be read, 503 when intake does not respond.
   */
  async correct(leadId: string, { method, value }: CorrectedContact): Promise<string[] | undefined> {
    const response = await this.#store(leadId, method, value).catch(() => undefined);
    if (response?.ok) return response.zones;
    if (response?.status === 404)
      throw problems.notFound(`Intake does not know the lead ${leadId}, or its person was erased.`);
    if (response && contactRefusedStatuses.has(response.status))
      throw problems.unprocessable(
        `Intake could not read the corrected ${method}, so nothing was done. Write a phone with + and the country code, an e-mail as name@company.com.`,
        { type: 'contact-refused' },
      );
    throw problems.unavailable(
      `The corrected ${method} could not be stored, so nothing was done. Repeat the request with the same Idempotency-Key.`,
    );
  }

  /** Fails also when the connection ends within the body. */
  async #store(
    leadId: string,
    method: ContactMethod,
    value: string,
  ): Promise<{ ok: boolean; status: number; zones: string[] | undefined }> {
    const path = `/leads/${leadId}/contacts/${method}`;
    const response = await this.#intake.send('PUT', path, RESPONSE_MILLISECONDS, { value });
    const { ok, status } = response;
    return { ok, status, zones: status === 200 ? zonesIn(await response.json()) : undefined };
  }
}

function zonesIn(body: unknown): string[] | undefined {
  const { zones } = (body ?? {}) as { zones?: unknown };
  return Array.isArray(zones) && zones.every((zone) => typeof zone === 'string') ? zones : undefined;
}
