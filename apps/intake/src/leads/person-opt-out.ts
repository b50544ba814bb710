import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { addLogFields, Outbox, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { personErased } from './lead-texts.ts';
import { lockLeadsOfPerson } from './leads-of-person.ts';
import { leadNotFound } from './leads.query.ts';
import type { OptOutResponse } from './opt-out.response.ts';
import { optedOutMessage } from './person-events.ts';

/** Records that a person wants no more contact, whether or not one of their leads has a handoff. */
@Injectable()
export class PersonOptOut {
  readonly #pool: PgPool;
  readonly #outbox: Outbox;

  constructor(pool: PgPool, outbox: Outbox) {
    this.#pool = pool;
    this.#outbox = outbox;
  }

  /** Covers all leads of the person. A repeated opt-out also refuses the signals made since the first one. */
  async optOut(leadId: string, recordedBy: string, at: Date): Promise<OptOutResponse> {
    addLogFields({ leadId });
    const optedOutAt = at.toISOString();
    return inTransaction(this.#pool, async (client) => {
      const leads = await lockLeadsOfPerson(client, leadId);
      const lead = leads.find(({ id }) => id === leadId);
      if (!lead) throw leadNotFound();
      if (lead.erased_at) throw personErased('so they cannot opt out');
      const leadIds = leads.filter(({ erased_at }) => !erased_at).map(({ id }) => id);
      await client.query(
        `UPDATE intake.lead SET snapshot = snapshot || jsonb_build_object('consent', false, 'contactRefusedAt', $2::text)
         WHERE id = ANY ($1::uuid[])`,
        [leadIds, optedOutAt],
      );
      const messages = leadIds.map((id) => optedOutMessage({ leadId: id, optedOutAt, recordedBy }));
      await this.#outbox.append(sqlExecutorOf(client), messages);
      return { leadId, optedOutAt, alsoOptedOutLeadIds: leadIds.filter((id) => id !== leadId) };
    });
  }
}
