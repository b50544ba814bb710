import { requiredEnvironment, waitUntil } from '@baton/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { WholeSystem } from './spec/whole-system.ts';

interface Span {
  service: string;
  name: string;
  spanId: string;
  parentSpanId?: string;
}

/** Every service that took part, each with something it did. */
const servicesIn = (spans: readonly Span[]): Set<string> => new Set(spans.map(({ service }) => service));

const everyService = ['intake', 'scoring', 'handoff', 'handoff-worker', 'reporting'];
const spanTitle = ({ service, name }: Span): string => `${service}: ${name}`;
const requiredSpans = [/^intake: POST \/leads$/, /^handoff-worker: .*commit$/];

const spansOf = async (traceId: string): Promise<Span[]> =>
  (await fetch(`${requiredEnvironment('TEST_TRACES_URL')}/${traceId}`)).json() as Promise<Span[]>;

describe('one trace', () => {
  const system = new WholeSystem();
  /** What the trace lacks that is wanted of it, in words. */
  function lacks(spans: readonly Span[], callerSpanId: string): string[] {
    const there = servicesIn(spans);
    const known = new Set([callerSpanId, ...spans.map(({ spanId }) => spanId)]);
    return [
      ...everyService.filter((service) => !there.has(service)).map((service) => `nothing of ${service}`),
      ...requiredSpans
        .filter((name) => !spans.some((span) => name.test(spanTitle(span))))
        .map((name) => `no ${name.source}`),
      // Nobody began a trace of their own: each step hangs on one before it.
      ...spans
        .filter(({ parentSpanId }) => !parentSpanId || !known.has(parentSpanId))
        .map((span) => `nothing before ${spanTitle(span)}`),
    ];
  }

  it('goes with a lead from the caller through Kafka into the workflow, its activity, and out to the reports', async () => {
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

    // Spans arrive in any order, those of what came before last of all: only what stays missing is missing.
    let missing: string[] = [];
    const isWhole = async (): Promise<boolean> => {
      missing = lacks(await spansOf(caller.traceId), caller.spanId);
      return missing.length === 0;
    };
    await waitUntil(isWhole, {
      what: 'the trace is whole',
      withinMilliseconds: 60_000,
      everyMilliseconds: 250,
    }).catch((error: unknown) => {
      throw new Error(`The trace lacks: ${missing.join('; ')}`, { cause: error });
    });
  });
});
