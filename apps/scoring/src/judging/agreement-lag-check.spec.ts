import { agreementPublished } from '@baton/contracts';
import { DependencyUnavailable } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';
import { AgreementLagCheck } from './agreement-lag-check.ts';

/** A topic with one partition, and the committed offset of the group; -1 means none. */
function lagCheckWith(topic: { low: string; high: string }, offset: string) {
  const admin = {
    fetchTopicOffsets: () => Promise.resolve([{ partition: 0, offset: topic.high, ...topic }]),
    fetchOffsets: () =>
      Promise.resolve([{ topic: agreementPublished.topic, partitions: [{ partition: 0, offset, metadata: null }] }]),
  };
  const queries = { count: 0 };
  const kafka: Pick<KafkaConnection, 'withAdmin'> = {
    withAdmin: (task) => {
      queries.count += 1;
      return task(admin as never);
    },
  };
  return { queries, lagCheck: new AgreementLagCheck(kafka, 'scoring') };
}

describe('AgreementLagCheck', () => {
  it.each([
    ['the topic is empty', { low: '0', high: '0' }, '-1'],
    ['all messages are read', { low: '0', high: '3' }, '3'],
    ['all messages have been deleted', { low: '3', high: '3' }, '-1'],
  ])('the check passes if %s', async (_, topic, offset) => {
    await expect(lagCheckWith(topic, offset).lagCheck.assertCaughtUp()).resolves.toBeUndefined();
  });

  it.each([
    ['no message has been read', { low: '0', high: '1' }, '-1'],
    ['the last message has not been read', { low: '0', high: '3' }, '2'],
  ])('the check fails if %s', async (_, topic, offset) => {
    await expect(lagCheckWith(topic, offset).lagCheck.assertCaughtUp()).rejects.toThrow(DependencyUnavailable);
  });

  it('a passed check is reused, and a failed one is repeated', async () => {
    const caughtUp = lagCheckWith({ low: '0', high: '3' }, '3');
    await Promise.all([caughtUp.lagCheck.assertCaughtUp(), caughtUp.lagCheck.assertCaughtUp()]);
    await caughtUp.lagCheck.assertCaughtUp();
    expect(caughtUp.queries.count).toBe(1);
    const behind = lagCheckWith({ low: '0', high: '3' }, '2');
    for (const _ of [1, 2]) await expect(behind.lagCheck.assertCaughtUp()).rejects.toThrow(DependencyUnavailable);
    expect(behind.queries.count).toBe(2);
  });
});
