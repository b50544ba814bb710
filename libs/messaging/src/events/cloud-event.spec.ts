import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binaryModeHeaders, decodeCloudEvent } from './cloud-event.ts';
import { PoisonMessage } from '../errors.ts';
import { toFetchedMessage } from '../kafka/kafka-records.ts';

const message = (value: string | Buffer, headers: Record<string, string> = {}) =>
  toFetchedMessage('inbound', 0, { offset: '7', timestamp: '0', key: null, value: Buffer.from(value), headers })
    .received;

const codeOf = (value: string | Buffer, headers: Record<string, string> = {}): string => {
  try {
    decodeCloudEvent(message(value, headers));
    return 'read';
  } catch (error) {
    return error instanceof PoisonMessage ? error.code : 'crashed';
  }
};

const envelope = { specversion: '1.0', id: '1', source: '/shop', type: 'lead', priority: 3, data: { name: 'x' } };

describe('decodeCloudEvent', () => {
  it('an event in binary mode is decoded from its headers and its value', () => {
    const event = { id: '1', source: '/shop', type: 'lead', time: '2026-01-05T09:00:00Z', subject: 's', data: {} };
    const read = decodeCloudEvent(message('{"name":"x"}', binaryModeHeaders(event)));
    expect(read).toEqual({
      mode: 'binary',
      attributes: { specversion: '1.0', id: '1', source: '/shop', type: 'lead', time: event.time, subject: 's' },
      data: { name: 'x' },
    });
  });

  it('header names are case-insensitive', () => {
    const headers = { CE_SpecVersion: '1.0', CE_ID: '1', ce_Source: '/shop', ce_type: 'lead' };
    expect(decodeCloudEvent(message('{}', headers)).attributes['id']).toBe('1');
  });

  it.each([
    ['with', { 'Content-Type': 'application/cloudevents+json; charset=utf-8' }],
    ['without', {}],
  ])('an event in structured mode is decoded %s its content type', (_, headers) => {
    const read = decodeCloudEvent(message(JSON.stringify(envelope), headers));
    expect(read.mode).toBe('structured');
    expect(read.attributes).toEqual({ specversion: '1.0', id: '1', source: '/shop', type: 'lead', priority: '3' });
    expect(read.data).toEqual({ name: 'x' });
  });

  it('data in base64 is decoded', () => {
    const encoded = { ...envelope, data: undefined, data_base64: Buffer.from('{"name":"y"}').toString('base64') };
    expect(decodeCloudEvent(message(JSON.stringify(encoded))).data).toEqual({ name: 'y' });
  });

  it('bare JSON has no attributes', () => {
    expect(decodeCloudEvent(message('{"name":"x","type":"webinar"}'))).toEqual({
      mode: 'bare',
      attributes: {},
      data: { name: 'x', type: 'webinar' },
    });
  });

  it.each([
    ['an empty message', '', {}, 'empty'],
    ['text that is not JSON', 'name=x', {}, 'unreadable-json'],
    ['text that is not UTF-8', Buffer.from([0xc3, 0x28]), {}, 'unreadable-json'],
    ['an event without a required attribute', '{}', { ce_specversion: '1.0', ce_id: '1' }, 'invalid-cloudevent'],
    ['an event of another specversion', JSON.stringify({ ...envelope, specversion: '0.3' }), {}, 'invalid-cloudevent'],
    ['an event that is a list', '[]', { 'content-type': 'application/cloudevents+json' }, 'invalid-cloudevent'],
    ['an event with a type alone', '{}', { ce_type: 'lead' }, 'invalid-cloudevent'],
    ['an event without a type', JSON.stringify({ ...envelope, type: undefined }), {}, 'invalid-cloudevent'],
    [
      'an event with data in XML',
      '{}',
      { ce_specversion: '1.0', ce_id: '1', ce_source: '/s', ce_type: 'lead', 'content-type': 'application/xml' },
      'unsupported-content-type',
    ],
    [
      'a structured event with data as text',
      JSON.stringify({ ...envelope, datacontenttype: 'text/plain' }),
      {},
      'unsupported-content-type',
    ],
    [
      'an event with data in a JSON format',
      '{}',
      {
        ce_specversion: '1.0',
        ce_id: '1',
        ce_source: '/s',
        ce_type: 'lead',
        'content-type': 'application/x+json; a=b',
      },
      'read',
    ],
    ['a batch', '[]', { 'content-type': 'application/cloudevents-batch+json' }, 'unsupported-content-type'],
  ])('%s is decoded as %j with %j: %s', (_, value, headers, code) => {
    expect(codeOf(value, headers)).toBe(code);
  });

  it('no bytes cause any other error', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.dictionary(fc.string(), fc.string()), (bytes, headers) => {
        expect(codeOf(Buffer.from(bytes), headers)).not.toBe('crashed');
      }),
    );
    fc.assert(fc.property(fc.json(), (json) => expect(codeOf(json)).not.toBe('crashed')));
  });
});
