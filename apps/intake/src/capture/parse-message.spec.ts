import { describe, expect, it } from '@jest/globals';
import type { ReceivedMessage } from '@baton/messaging';
import { parseMessage } from './parse-message.ts';

describe('a message of the open topic that brings no id of its own', () => {
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

  it('is known again where it stands', () => {
    expect(identity()).toBe(identity());
  });

  it.each([
    ['at another place', { offset: '18' }],
    ['at another time, in a topic that was lost and begins anew', { receivedAt: new Date('2026-11-23T09:00:00.000Z') }],
    ['with other content, where producers set no time', { value: Buffer.from('{"name":"Oleg Example"}') }],
  ])('is another one %s', (_how, change) => {
    expect(identity(change)).not.toBe(identity());
  });
});
