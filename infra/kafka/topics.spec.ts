import { requiredTopics, topicOptions } from './topics.ts';

const settings = (name: string): Readonly<Record<string, string>> =>
  requiredTopics().find((topic) => topic.name === name)?.settings ?? {};

describe('requiredTopics', () => {
  it('the list contains each topic of the contracts with its dead letter topic', () => {
    const names = requiredTopics().map(({ name }) => name);
    expect(names).toContain('baton.handoffs.v1');
    expect(names.filter((name) => name.endsWith('.dlq'))).toHaveLength(names.length / 2);
  });

  it('Kafka keeps messages forever, except those with personal data or credentials, and all dead letters', () => {
    const forSevenDays = requiredTopics().filter((topic) => topic.settings['retention.ms'] === '604800000');
    const names = forSevenDays.map(({ name }) => name).filter((name) => !name.endsWith('.dlq'));
    expect(names.sort()).toEqual([
      'baton.access.key-uses.v1',
      'baton.handoffs.command-answers.v1',
      'baton.handoffs.commands.v1',
      'baton.leads.inbound.v1',
    ]);
    expect(forSevenDays).toHaveLength(requiredTopics().length / 2 + names.length);
    expect(settings('baton.handoffs.v1')['retention.ms']).toBe('-1');
  });

  it('the broker dates the messages of the commands topic alone, and dead letters keep the time of their originals', () => {
    const datedByBroker = requiredTopics().filter((topic) => topic.settings['message.timestamp.type'] !== 'CreateTime');
    expect(datedByBroker.map(({ name }) => name)).toEqual(['baton.handoffs.commands.v1']);
  });

  it('Kafka compacts agreements, but not their dead letters', () => {
    expect(settings('baton.agreements.v1')['cleanup.policy']).toBe('compact');
    expect(settings('baton.agreements.v1.dlq')).not.toHaveProperty('cleanup.policy');
  });
});

describe('topicOptions', () => {
  it('each property of the topics is one variable', () => {
    const environment = {
      KAFKA_TOPIC_PARTITIONS: '12',
      KAFKA_TOPIC_REPLICATION_FACTOR: '3',
      KAFKA_TOPIC_MIN_INSYNC_REPLICAS: '2',
      KAFKA_TOPIC_RETENTION_DAYS: '3',
    };
    const options = topicOptions(environment);
    expect(options).toEqual({ partitions: 12, replicationFactor: 3, minInSyncReplicas: 2, retentionDays: 3 });
    const inbound = requiredTopics(options).find(({ name }) => name === 'baton.leads.inbound.v1');
    expect(inbound?.settings).toMatchObject({ 'min.insync.replicas': '2', 'retention.ms': String(3 * 86_400_000) });
  });

  it('one copy on one broker is the default, and an empty variable counts as missing', () => {
    const defaults = { partitions: 6, replicationFactor: 1, minInSyncReplicas: 1, retentionDays: 7 };
    expect(topicOptions({ KAFKA_TOPIC_PARTITIONS: '' })).toEqual(defaults);
  });

  it.each([
    ['KAFKA_TOPIC_PARTITIONS', '0'],
    ['KAFKA_TOPIC_REPLICATION_FACTOR', 'three'],
    ['KAFKA_TOPIC_RETENTION_DAYS', '1.5'],
    ['KAFKA_TOPIC_MIN_INSYNC_REPLICAS', '2'],
  ])('%s cannot be %s', (variable, value) => {
    expect(() => topicOptions({ [variable]: value })).toThrow(variable);
  });
});
