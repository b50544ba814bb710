/** The channels by which a notification can leave Baton; without any other, it goes to the log. */
export const channelNames = ['email', 'telegram', 'slack', 'webhook', 'log'] as const;
export type ChannelName = (typeof channelNames)[number];
