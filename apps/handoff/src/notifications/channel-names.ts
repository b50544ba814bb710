/** Delivery channels. The log is the fallback for people whom no other channel reaches. */
export const channelNames = ['email', 'telegram', 'slack', 'webhook', 'log'] as const;
export type ChannelName = (typeof channelNames)[number];
