import { PoisonMessage } from './errors.ts';
import type { ReceivedMessage } from './received-message.ts';

/** CloudEvents 1.0 attributes and JSON data. */
export interface CloudEvent<Data = unknown> {
  /** With `source`, the event's identity: deterministic, so that a repeated send is recognised. */
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

/** What an open topic may carry: CloudEvents in binary or structured mode, or bare JSON without attributes. */
export interface ReadEvent {
  mode: 'binary' | 'structured' | 'bare';
  /** CloudEvents attributes by their own names, without the `ce_` prefix; empty for bare JSON. */
  attributes: Record<string, string>;
  data: unknown;
}

/** Reads any of the three forms; throws PoisonMessage with a code when it is none of them. */
export function readCloudEvent(message: ReceivedMessage): ReadEvent {
  throw new PoisonMessage('unread', message.topic);
}
