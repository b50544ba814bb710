import { requiredTopics } from './topics.ts';

const settings = (name: string): Readonly<Record<string, string>> =>
  requiredTopics().find((topic) => topic.name === name)?.settings ?? {};

describe('requiredTopics', () => {
  it('the list contains each topic of the contracts with its dead letter topic', () => {
    const names = requiredTopics().map(({ name }) => name);
    expect(names).toContain('baton.handoffs.v1');
    expect(names.filter((name) => name.endsWith('.dlq'))).toHaveLength(names.length / 2);
  });

  it('Kafka keeps messages forever, except inbound leads with personal data and their dead letters', () => {
    expect(settings('baton.handoffs.v1')['retention.ms']).toBe('-1');
    expect(settings('baton.leads.inbound.v1')['retention.ms']).toBe('604800000');
    expect(settings('baton.leads.inbound.v1.dlq')['retention.ms']).toBe('604800000');
  });

  it('Kafka compacts agreements, but not their dead letters', () => {
    expect(settings('baton.agreements.v1')['cleanup.policy']).toBe('compact');
    expect(settings('baton.agreements.v1.dlq')).not.toHaveProperty('cleanup.policy');
  });
});
