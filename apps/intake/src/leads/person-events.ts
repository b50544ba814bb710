import { leadErased, leadOptedOut } from '@baton/contracts';
import type { EventContract, LeadErased, LeadOptedOut } from '@baton/contracts';
import type { OutgoingMessage } from '@baton/messaging';

export const optedOutMessage = (data: LeadOptedOut): OutgoingMessage => message(leadOptedOut, data, data.optedOutAt);

export const erasedMessage = (data: LeadErased): OutgoingMessage => message(leadErased, data, data.erasedAt);

function message<Data extends { leadId: string }>(
  { topic, type }: EventContract<Data>,
  data: Data,
  time: string,
): OutgoingMessage {
  const { leadId } = data;
  return {
    topic,
    key: leadId,
    event: { id: `${leadId}/${type}/${time}`, source: '/baton/intake', type, time, subject: leadId, data },
  };
}
