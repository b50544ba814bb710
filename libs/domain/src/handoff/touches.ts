import type { ContactMethod } from '../lead/lead.ts';

export const touchChannels = ['call', 'email', 'messenger', 'sms', 'meeting'] as const;
export type TouchChannel = (typeof touchChannels)[number];

export const touchDirections = ['outbound', 'inbound'] as const;
export type TouchDirection = (typeof touchDirections)[number];

/** `reached` is a two-way conversation. */
export const touchOutcomes = ['reached', 'no-answer', 'voicemail', 'busy', 'sent', 'wrong-number'] as const;
export type TouchOutcome = (typeof touchOutcomes)[number];

export const voidReasons = ['mistaken', 'contact-corrected'] as const;
export type VoidReason = (typeof voidReasons)[number];

const phoneChannels: readonly TouchChannel[] = ['call', 'sms', 'messenger'];

/** The address of the lead that a channel uses. */
export const contactMethodOf = (channel: TouchChannel): ContactMethod =>
  phoneChannels.includes(channel) ? 'phone' : 'email';
