import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished } from '@baton/contracts';
import type { OutgoingMessage } from '@baton/messaging';

export function agreementMessage(published: AgreementPublished): OutgoingMessage {
  return {
    topic: agreementPublished.topic,
    key: String(published.version),
    event: {
      id: `agreement/${published.version}`,
      source: '/baton/handoff',
      type: agreementPublished.type,
      time: published.publishedAt,
      data: published,
    },
  };
}
