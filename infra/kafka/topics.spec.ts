import { requiredTopics } from './topics.ts';

const settings = (name: string): Readonly<Record<string, string>> =>
  requiredTopics().find((topic) => topic.name === name)?.settings ?? {};

describe('the topics', () => {
  it('are those of the contracts, each with its dead letters', () => {
    const names = requiredTopics().map(({ name }) => name);
    expect(names).toContain('baton.handoffs.v1');
    expect(names.filter((name) => name.endsWith('.dlq'))).toHaveLength(names.length / 2);
  });

  it('are kept for ever, except the inbound one with personal data, and its dead letters', () => {
    expect(settings('baton.handoffs.v1')['retention.ms']).toBe('-1');
    expect(settings('baton.leads.inbound.v1')['retention.ms']).toBe('604800000');
    expect(settings('baton.leads.inbound.v1.dlq')['retention.ms']).toBe('604800000');
  });

  it('compact agreements, but never dead letters', () => {
    expect(settings('baton.agreements.v1')['cleanup.policy']).toBe('compact');
    expect(settings('baton.agreements.v1.dlq')).not.toHaveProperty('cleanup.policy');
  });
});
