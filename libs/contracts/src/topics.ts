/** Every topic that crosses a service boundary, with who writes it and how long it keeps what it holds. */
export interface Topic {
  name: string;
  producer: 'anybody' | 'intake' | 'scoring' | 'handoff' | 'who the broker lets';
  holds: string;
  retention: 'for ever' | 'seven days' | 'compacted';
  keyedBy: 'lead id' | 'handoff id' | 'any key' | 'agreement version';
}

export const topics = {
  inbound: {
    name: 'baton.leads.inbound.v1',
    producer: 'anybody',
    holds: 'leads as other services know them; the only topic with personal data',
    retention: 'seven days',
    keyedBy: 'any key',
  },
  captured: {
    name: 'baton.leads.captured.v1',
    producer: 'intake',
    holds: 'a lead or a new signal of a known lead',
    retention: 'for ever',
    keyedBy: 'lead id',
  },
  judged: {
    name: 'baton.leads.judged.v1',
    producer: 'scoring',
    holds: 'criteria answers, verdict, score with its reasons, handoff number',
    retention: 'for ever',
    keyedBy: 'lead id',
  },
  handoffs: {
    name: 'baton.handoffs.v1',
    producer: 'handoff',
    holds: 'every step of the record',
    retention: 'for ever',
    keyedBy: 'lead id',
  },
  commands: {
    name: 'baton.handoffs.commands.v1',
    producer: 'who the broker lets',
    holds: 'commands of other systems',
    retention: 'for ever',
    keyedBy: 'handoff id',
  },
  commandAnswers: {
    name: 'baton.handoffs.command-answers.v1',
    producer: 'handoff',
    holds: 'what became of each command',
    retention: 'for ever',
    keyedBy: 'handoff id',
  },
  outcomes: {
    name: 'baton.outcomes.v1',
    producer: 'who the broker lets',
    holds: 'won or lost',
    retention: 'for ever',
    keyedBy: 'lead id',
  },
  agreements: {
    name: 'baton.agreements.v1',
    producer: 'handoff',
    holds: 'published versions of the agreement',
    retention: 'compacted',
    keyedBy: 'agreement version',
  },
} as const satisfies Record<string, Topic>;

/** Where a consumer puts what it gave up on. */
export const deadLetterTopic = (topic: string): string => `${topic}.dlq`;

/** The topic of the dead letters, which are kept as long as what they came from, and never compacted. */
export const deadLettersOf = (topic: Topic): Topic => ({
  ...topic,
  name: deadLetterTopic(topic.name),
  holds: `what a consumer of ${topic.name} gave up on, untouched`,
  retention: topic.retention === 'compacted' ? 'for ever' : topic.retention,
});
