import { requiredEnvironment, waitUntil } from '@baton/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { WholeSystem } from './spec/whole-system.ts';

interface Span {
  service: string;
  name: string;
  spanId: string;
  parentSpanId?: string;
}

/** The services that sent a span. */
const servicesIn = (spans: readonly Span[]): Set<string> => new Set(spans.map(({ service }) => service));

const everyService = ['intake', 'scoring', 'handoff', 'handoff-worker', 'reporting'];
const spanTitle = ({ service, name }: Span): string => `${service}: ${name}`;
const requiredSpans = [/^intake: POST \/leads$/, /^handoff-worker: RunActivity recordTransfer$/];

const spansOf = async (traceId: string): Promise<Span[]> =>
  (await fetch(`${requiredEnvironment('TEST_TRACES_URL')}/${traceId}`)).json() as Promise<Span[]>;

describe('one trace', () => {
  const system = new WholeSystem();
  /** Describes what is missing in the trace. */
  function missingIn(spans: readonly Span[], callerSpanId: string): string[] {
    const found = servicesIn(spans);
    const known = new Set([callerSpanId, ...spans.map(({ spanId }) => spanId)]);
    return [
      ...everyService.filter((service) => !found.has(service)).map((service) => `no span of ${service}`),
      ...requiredSpans
        .filter((name) => !spans.some((span) => name.test(spanTitle(span))))
        .map((name) => `no ${name.source}`),
      // Every span has a parent in the same trace.
      ...spans
        .filter(({ parentSpanId }) => !parentSpanId || !known.has(parentSpanId))
        .map((span) => `no parent of ${spanTitle(span)}`),
    ];
  }

  it('one trace contains the spans of a lead from the caller through Kafka, the workflow and its activity to reporting', async () => {
    const unique = randomUUID();
    const caller = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
    const { status } = await system.client.call('intake', '/leads', {
      as: 'marina',
      method: 'POST',
      body: {
        name: 'Vera Example',
        source: `trace-${unique}`,
        email: `vera.${unique}@example.com`,
        role: 'owner',
        signal: 'request',
        company: { name: 'Example Dental', industry: 'healthcare' },
      },
      headers: { traceparent: `00-${caller.traceId}-${caller.spanId}-01`, 'idempotency-key': unique },
    });
    expect(status).toBe(202);

    // Spans arrive in any order, those of callers last: wait until none is missing.
    let missing: string[] = [];
    const isComplete = async (): Promise<boolean> => {
      missing = missingIn(await spansOf(caller.traceId), caller.spanId);
      return missing.length === 0;
    };
    await waitUntil(isComplete, {
      what: 'the trace is complete',
      withinMilliseconds: 60_000,
      everyMilliseconds: 250,
    }).catch((error: unknown) => {
      throw new Error(`Missing in the trace: ${missing.join('; ')}`, { cause: error });
    });
  });
});
