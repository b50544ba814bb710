import { describe, expect, it } from '@jest/globals';
import { toFetchedMessage } from '../kafka/kafka-records.ts';
import { isForOtherConsumer, replayedLetterId, toReplayRecord, withOriginalPosition } from './replay-headers.ts';

const letter = toFetchedMessage('inbound.dlq', 2, {
  offset: '9',
  timestamp: '1767603600000',
  key: Buffer.from('a'),
  value: Buffer.from('{}'),
  headers: { ce_id: '1', 'baton-dlq-code': 'poison', 'baton-dlq-reason': 'x' },
});
const origin = { id: '12', consumer: 'scoring', topic: 'inbound', partition: 4, offset: '77' };

describe('replay headers', () => {
  const { topic, partition, ...record } = toReplayRecord(letter, origin);
  const replayed = toFetchedMessage(topic, partition ?? -1, {
    offset: '500',
    timestamp: record.timestamp ?? '',
    key: letter.rawKey,
    value: letter.rawValue,
    headers: record.headers,
  });

  it('a replayed message has its original content, without the headers of the dead letter', () => {
    expect(record).toMatchObject({ key: letter.rawKey, value: letter.rawValue, timestamp: '1767603600000' });
    expect(replayed.received.headers['ce_id']).toBe('1');
    expect(Object.keys(replayed.received.headers).filter((name) => name.startsWith('baton-dlq'))).toEqual([]);
  });

  it('a replayed message has its original position for its consumer and is skipped by all others', () => {
    expect(isForOtherConsumer(replayed, 'scoring')).toBe(false);
    expect(isForOtherConsumer(replayed, 'reporting')).toBe(true);
    expect(replayedLetterId(replayed.received)).toBe('12');
    expect(withOriginalPosition(replayed).received).toMatchObject({ topic: 'inbound', partition: 4, offset: '77' });
    expect(withOriginalPosition(replayed).offset).toBe('500');
  });

  it('forged replay headers are ignored', () => {
    const forged = (headers: Record<string, string>) =>
      toFetchedMessage('inbound', 0, { offset: '1', timestamp: '0', key: null, value: null, headers });
    expect(replayedLetterId(forged({ 'baton-replay-of': '12' }).received)).toBeUndefined();
    expect(
      replayedLetterId(forged({ 'baton-replay-for': 'scoring', 'baton-replay-of': "1'; DROP" }).received),
    ).toBeUndefined();
    const nonsense = forged({ 'baton-replay-partition': '-1', 'baton-replay-offset': '9'.repeat(30) });
    expect(withOriginalPosition(nonsense)).toBe(nonsense);
  });
});
