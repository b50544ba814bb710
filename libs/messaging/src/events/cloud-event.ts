import { parseJsonText } from '@baton/contracts';
import { PoisonMessage } from '../errors.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';

/** CloudEvents 1.0 attributes and JSON data. */
export interface CloudEvent<Data = unknown> {
  /** Identifies the event together with `source`. Deterministic, so that an event sent twice is recognised. */
  id: string;
  source: string;
  type: string;
  /** RFC 3339. */
  time: string;
  subject?: string;
  data: Data;
  traceparent?: string;
}

export interface OutgoingMessage {
  topic: string;
  key: string;
  event: CloudEvent;
}

/** An event of an open topic: a CloudEvent in binary or structured mode, or bare JSON without attributes. */
export interface DecodedEvent {
  mode: 'binary' | 'structured' | 'bare';
  /** CloudEvents attributes by name, without the `ce_` prefix; empty for bare JSON. */
  attributes: Record<string, string>;
  data: unknown;
}

/** The headers of a CloudEvent in binary mode: attributes as `ce_*`, and the content type of the value. */
export function binaryModeHeaders(event: CloudEvent): Record<string, string> {
  return {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: event.source,
    ce_type: event.type,
    ce_time: event.time,
    ...(event.subject === undefined ? {} : { ce_subject: event.subject }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}

/**
 * Decodes any of the three forms.
 * @throws PoisonMessage
 */
export function decodeCloudEvent(message: ReceivedMessage): DecodedEvent {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const contentType = headers['content-type']?.toLowerCase() ?? '';
  if (contentType.startsWith('application/cloudevents-batch')) {
    throw new PoisonMessage(
      'unsupported-content-type',
      'A batch of CloudEvents is not supported: send one event per message.',
    );
  }
  if (contentType.startsWith('application/cloudevents')) return decodeStructured(parseJson(message.value));
  if (requiredAttributes.some((name) => `ce_${name}` in headers)) return decodeBinary(headers, message.value);
  const value = parseJson(message.value);
  // Some clients send structured mode without its content type.
  return isObject(value) && 'specversion' in value
    ? decodeStructured(value)
    : { mode: 'bare', attributes: {}, data: value };
}

function decodeBinary(headers: Record<string, string>, value: Buffer): DecodedEvent {
  const attributes = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('ce_'))
      .map(([name, text]) => [name.slice('ce_'.length), text]),
  );
  requireAttributes(attributes);
  requireJson(headers['content-type']);
  return { mode: 'binary', attributes, data: parseJson(value) };
}

function decodeStructured(envelope: unknown): DecodedEvent {
  if (!isObject(envelope)) {
    throw new PoisonMessage('invalid-cloudevent', 'A structured CloudEvent must be a JSON object.');
  }
  const { data, data_base64: encoded, ...rest } = envelope;
  const attributes = Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .map(([name, value]) => [name, String(value)]),
  );
  requireAttributes(attributes);
  requireJson(attributes['datacontenttype']);
  const content = typeof encoded === 'string' ? parseJson(Buffer.from(encoded, 'base64')) : data;
  return { mode: 'structured', attributes, data: content };
}

const requiredAttributes = ['specversion', 'id', 'source', 'type'];

function requireAttributes(attributes: Record<string, string>): void {
  const missing = requiredAttributes.filter((name) => !attributes[name]);
  if (missing.length > 0) {
    throw new PoisonMessage('invalid-cloudevent', `A CloudEvent must have the attributes ${missing.join(', ')}.`);
  }
  if (attributes['specversion'] !== '1.0') {
    throw new PoisonMessage('invalid-cloudevent', 'The specversion of a CloudEvent must be 1.0.');
  }
}

/** Without a content type, the data of a CloudEvent is JSON. */
function requireJson(contentType: string | undefined): void {
  const [mediaType = ''] = (contentType ?? '').split(';', 1);
  if (mediaType.trim() === '' || /^\s*[\w.+-]+\/([\w.-]+\+)?json\s*$/i.test(mediaType)) return;
  throw new PoisonMessage('unsupported-content-type', 'The data of a CloudEvent must be application/json.');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(value: Buffer): unknown {
  if (value.length === 0) throw new PoisonMessage('empty', 'The message is empty.');
  try {
    return parseJsonText(utf8.decode(value));
  } catch {
    throw new PoisonMessage('unreadable-json', 'The message is not JSON in UTF-8.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
