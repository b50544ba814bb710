import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, ContextManager } from '@opentelemetry/api';
import { toFetchedMessage } from '../kafka/kafka-records.ts';
import { appendToOutbox } from '../outbox/outbox.ts';
import { activeTraceparent, continueTraceOf } from './trace-context.ts';

/** A minimal context manager; the tracing of libs/service has its own. */
const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, self, ...parameters) => storage.run(active, () => work.apply(self, parameters)),
  bind: (_active, target) => target,
  enable: () => manager,
  disable: () => manager,
};

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const message = (header: string) =>
  toFetchedMessage('topic', 0, {
    offset: '1',
    timestamp: '0',
    key: null,
    value: null,
    headers: { traceparent: header },
  }).received;

describe('trace context', () => {
  beforeAll(() => void context.setGlobalContextManager(manager));
  afterAll(() => context.disable());

  it('a message in the outbox carries the active trace', async () => {
    let written: unknown[] = [];
    const transaction = {
      query: async <T>(_sql: string, parameters: unknown[] = []) => {
        written = parameters;
        return [] as T;
      },
    };
    const event = { id: '1', source: '/s', type: 't', time: '2026-01-05T09:00:00Z', data: {} };
    await context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), () =>
      appendToOutbox(transaction, 'intake', [{ topic: 'topic', key: 'a', event }]),
    );
    expect(JSON.parse((written[2] as string[])[0] ?? '{}')).toMatchObject({ traceparent, ce_id: '1' });
  });

  it('the handler of a message continues its trace', async () => {
    expect(await continueTraceOf(message(traceparent), 'consumer', async () => activeTraceparent())).toBe(traceparent);
  });

  it.each(['', 'nonsense', '00-00000000000000000000000000000000-b7ad6b7169203331-01'])(
    'the header "%s" continues no trace',
    async (header) => {
      expect(await continueTraceOf(message(header), 'consumer', async () => activeTraceparent())).toBeUndefined();
    },
  );
});
