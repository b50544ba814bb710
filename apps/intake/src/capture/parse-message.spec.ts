import type { ReceivedMessage } from '@baton/messaging';
import { parseMessage } from './parse-message.ts';

describe('parseMessage', () => {
  const message: ReceivedMessage = {
    topic: 'baton.leads.inbound.v1',
    partition: 2,
    offset: '17',
    key: null,
    headers: {},
    value: Buffer.from(JSON.stringify({ name: 'Vera Example', source: 'shop', email: 'vera@example.com' })),
    receivedAt: new Date('2026-11-22T09:00:00.000Z'),
  };
  const identity = (change: Partial<ReceivedMessage> = {}): string =>
    parseMessage({ ...message, ...change }, 'RU').identity;

  it('a message without an id has the same identity each time it is delivered', () => {
    expect(identity()).toBe(identity());
  });

  it.each([
    ['another offset', { offset: '18' }],
    [
      'another timestamp, as in a topic that was lost and created again',
      { receivedAt: new Date('2026-11-23T09:00:00.000Z') },
    ],
    ['other content, where producers set no timestamp', { value: Buffer.from('{"name":"Oleg Example"}') }],
  ])('a message without an id gets a different identity with %s', (_, change) => {
    expect(identity(change)).not.toBe(identity());
  });
});
