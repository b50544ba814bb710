import { capturedLeadEvents, leadCaptured } from '@baton/contracts';
import { contactRefusedAt, mustNotBeContacted } from '@baton/domain';
import { contractsReader, idempotentSubscription } from '@baton/messaging';
import type { AnySubscription, NamedEvent } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { ContactEnds } from './contact-ends.ts';
import type { ContactEnd } from './contact-ends.ts';

type Event = NamedEvent<typeof capturedLeadEvents>;

/** Reads who opted out, refused consent or was erased. */
@Injectable()
export class ContactEndsConsumer {
  readonly #contactEnds: ContactEnds;

  constructor(contactEnds: ContactEnds) {
    this.#contactEnds = contactEnds;
  }

  subscription(): AnySubscription {
    return idempotentSubscription({
      topic: leadCaptured.topic,
      read: contractsReader(capturedLeadEvents),
      ordered: false,
      idOf: ({ id }: Event) => id,
      handle: async (event: Event) => {
        const end = contactEndIn(event);
        if (end) await this.#contactEnds.record(event.data.leadId, end);
      },
    });
  }
}

function contactEndIn(event: Event): ContactEnd | undefined {
  switch (event.kind) {
    case 'optedOut':
      return { kind: 'opted-out', at: event.data.optedOutAt };
    case 'erased':
      return { kind: 'erased', at: event.data.erasedAt };
    case 'captured': {
      const { lead, importedHistory } = event.data;
      const at = contactRefusedAt(lead);
      return at !== undefined && !importedHistory && mustNotBeContacted(lead) ? { kind: 'opted-out', at } : undefined;
    }
  }
}
