import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, oneTo, MessagingEnvironment } from '../spec/messaging-environment.ts';
import { readGroupLag } from './group-lag.ts';

describe('readGroupLag', () => {
  let environment: MessagingEnvironment;
  beforeEach(async () => {
    environment = await MessagingEnvironment.create();
    const relay = await environment.relay();
    await environment.append(oneTo(12).map((step) => ({ lead: `lead-${step}`, step })));
    await eventually(
      () => relay.pending(),
      (pending) => pending === 0,
    );
  });
  afterEach(() => environment?.close());

  const lag = async (): Promise<number> => {
    const lags = await environment.kafka.withAdmin((admin) =>
      readGroupLag(admin, `${environment.schema}.recorder`, [environment.topic]),
    );
    return lags.reduce((sum, { messages }) => sum + messages, 0);
  };

  it('a group that has never read lags by every message of the topic', async () => {
    expect(await lag()).toBe(12);
  });

  it('a group that stopped lags by what arrived after it', async () => {
    const consumer = await environment.consumer();
    await eventually(lag, (messages) => messages === 0);
    await consumer.stop();
    await environment.append(oneTo(5).map((step) => ({ lead: 'later', step })));
    await eventually(lag, (messages) => messages === 5);
  });

  it('messages that were deleted before the group read them are not part of its lag', async () => {
    await environment.kafka.withAdmin(async (admin) => {
      // kafkajs deletes only from topics whose metadata it has loaded.
      const ends = await admin.fetchTopicOffsets(environment.topic);
      const partitions = ends.map(({ partition, high: offset }) => ({ partition, offset }));
      await admin.deleteTopicRecords({ topic: environment.topic, partitions });
    });
    expect(await lag()).toBe(0);
  });
});
