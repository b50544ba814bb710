import { describe, expect, it } from '@jest/globals';
import { toFetchedMessage } from './kafka-records.ts';
import { isForOtherConsumer, replayedLetterId, toReplayRecord, withOriginalPosition } from './replay-headers.ts';

const letter = toFetchedMessage('inbound.dlq', 2, {
  offset: '9',
  timestamp: '1767603600000',
  key: Buffer.from('a'),
  value: Buffer.from('{}'),
  headers: { ce_id: '1', 'baton-dlq-code': 'poison', 'baton-dlq-reason': 'x' },
});
const place = { id: '12', consumer: 'scoring', topic: 'inbound', partition: 4, offset: '77' };

describe('a replayed message', () => {
  const { topic, partition, ...record } = toReplayRecord(letter, place);
  const again = toFetchedMessage(topic, partition ?? -1, {
    offset: '500',
    timestamp: record.timestamp ?? '',
    key: letter.rawKey,
    value: letter.rawValue,
    headers: record.headers,
  });

  it('is what it was, without the story of its death', () => {
    expect(record).toMatchObject({ key: letter.rawKey, value: letter.rawValue, timestamp: '1767603600000' });
    expect(again.received.headers['ce_id']).toBe('1');
    expect(Object.keys(again.received.headers).filter((name) => name.startsWith('baton-dlq'))).toEqual([]);
  });

  it('is read by its consumer as at its old place, and passed over by all others', () => {
    expect(isForOtherConsumer(again, 'scoring')).toBe(false);
    expect(isForOtherConsumer(again, 'reporting')).toBe(true);
    expect(replayedLetterId(again.received)).toBe('12');
    expect(withOriginalPosition(again).received).toMatchObject({ topic: 'inbound', partition: 4, offset: '77' });
    expect(withOriginalPosition(again).offset).toBe('500');
  });

  it('is told from messages whose headers only look like it', () => {
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
