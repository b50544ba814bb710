import { agreementPublished } from '@baton/contracts';
import { DependencyUnavailable } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';
import { AgreementLagCheck } from './agreement-lag-check.ts';

/** A topic of one partition, and how far its group has read it: -1 where it never has. */
function kafkaWith(topic: { low: string; high: string }, offset: string) {
  const admin = {
    fetchTopicOffsets: () => Promise.resolve([{ partition: 0, offset: topic.high, ...topic }]),
    fetchOffsets: () =>
      Promise.resolve([{ topic: agreementPublished.topic, partitions: [{ partition: 0, offset, metadata: null }] }]),
  };
  const asked = { times: 0 };
  const kafka: Pick<KafkaConnection, 'withAdmin'> = {
    withAdmin: (task) => {
      asked.times += 1;
      return task(admin as never);
    },
  };
  return { asked, read: new AgreementLagCheck(kafka, 'scoring') };
}

describe('The agreements', () => {
  it.each([
    ['there are none', { low: '0', high: '0' }, '-1'],
    ['all are read', { low: '0', high: '3' }, '3'],
    ['all that stood there are gone', { low: '3', high: '3' }, '-1'],
  ])('are read where %s', async (_, topic, offset) => {
    await expect(kafkaWith(topic, offset).read.assertCaughtUp()).resolves.toBeUndefined();
  });

  it.each([
    ['none was read yet', { low: '0', high: '1' }, '-1'],
    ['the last one was not', { low: '0', high: '3' }, '2'],
  ])('are waited for where %s', async (_, topic, offset) => {
    await expect(kafkaWith(topic, offset).read.assertCaughtUp()).rejects.toThrow(DependencyUnavailable);
  });

  it('are asked for once for many leads, and again for each while one is missing', async () => {
    const all = kafkaWith({ low: '0', high: '3' }, '3');
    await Promise.all([all.read.assertCaughtUp(), all.read.assertCaughtUp()]);
    await all.read.assertCaughtUp();
    expect(all.asked.times).toBe(1);
    const missing = kafkaWith({ low: '0', high: '3' }, '2');
    for (const _ of [1, 2]) await expect(missing.read.assertCaughtUp()).rejects.toThrow(DependencyUnavailable);
    expect(missing.asked.times).toBe(2);
  });
});
