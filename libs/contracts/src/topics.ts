/** A topic that crosses a service boundary. */
export interface Topic {
  name: string;
  producer: 'anyone' | 'intake' | 'scoring' | 'handoff' | 'every service' | 'authorized systems';
  contents: string;
  retention: 'forever' | 'seven days' | 'compacted';
  /** `append time`: the broker's clock dates the messages, which a sender cannot influence. Otherwise the sender does. */
  timestamps?: 'append time';
  key: 'lead id' | 'handoff id' | 'any key' | 'agreement version' | 'person or key' | 'key id' | 'ticket or message';
}

export const topics = {
  inboundLeads: {
    name: 'baton.leads.inbound.v1',
    producer: 'anyone',
    contents: 'leads as other systems know them; the only topic with personal data',
    retention: 'seven days',
    key: 'any key',
  },
  capturedLeads: {
    name: 'baton.leads.captured.v1',
    producer: 'intake',
    contents: 'a lead or a new signal of a known lead',
    retention: 'forever',
    key: 'lead id',
  },
  judgedLeads: {
    name: 'baton.leads.judged.v1',
    producer: 'scoring',
    contents: 'criteria answers, verdict, score with its reasons, handoff number',
    retention: 'forever',
    key: 'lead id',
  },
  handoffs: {
    name: 'baton.handoffs.v1',
    producer: 'handoff',
    contents: 'every step of the record',
    retention: 'forever',
    key: 'lead id',
  },
  handoffCommands: {
    name: 'baton.handoffs.commands.v1',
    producer: 'authorized systems',
    contents: 'commands of other systems, each with a credential',
    retention: 'seven days',
    timestamps: 'append time',
    key: 'handoff id',
  },
  commandAnswers: {
    name: 'baton.handoffs.command-answers.v1',
    producer: 'handoff',
    contents: 'the result of each command',
    retention: 'seven days',
    key: 'handoff id',
  },
  outcomes: {
    name: 'baton.outcomes.v1',
    producer: 'authorized systems',
    contents: 'won or lost',
    retention: 'forever',
    key: 'lead id',
  },
  agreements: {
    name: 'baton.agreements.v1',
    producer: 'handoff',
    contents: 'published versions of the agreement',
    retention: 'compacted',
    key: 'agreement version',
  },
  access: {
    name: 'baton.access.v1',
    producer: 'handoff',
    contents: 'people with their roles and teams, and the keys of integrations',
    retention: 'compacted',
    key: 'person or key',
  },
  keyUses: {
    name: 'baton.access.key-uses.v1',
    producer: 'every service',
    contents: 'when a service last accepted a key of an integration',
    retention: 'seven days',
    key: 'key id',
  },
  attention: {
    name: 'baton.attention.v1',
    producer: 'every service',
    contents: 'tickets and messages that other services ask the handoff service to raise',
    retention: 'forever',
    key: 'ticket or message',
  },
} as const satisfies Record<string, Topic>;

/** The topic for messages that a consumer of `topic` gave up on. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;

/**
 * Dead letters are kept for seven days, because they can contain personal data and credentials. They keep the timestamps
 * of the original messages.
 */
export const deadLetterTopicOf = ({ timestamps: _ofOriginal, ...topic }: Topic): Topic => ({
  ...topic,
  name: deadLetterTopic(topic.name),
  contents: `messages of ${topic.name} that a consumer gave up on, unchanged`,
  retention: 'seven days',
});
