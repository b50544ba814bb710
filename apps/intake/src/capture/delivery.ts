import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import { digest } from './digest.ts';

/**
 * Recognises a lead that its source delivers again. The source's own id names the lead, not the delivery: other content
 * under the same id is a new signal of that lead. Without such an id, the same content is two signals.
 */
export function deliveryOf(lead: NormalisedLead): { delivery?: string } {
  const { externalId, profile } = lead;
  if (externalId === undefined) return {};
  return { delivery: digest('delivery', profile.source, externalId, JSON.stringify(lead)) };
}
