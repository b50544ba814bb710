import { waitUntil } from '@baton/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { fromTestRun, thisRun, WholeSystem } from './spec/whole-system.ts';

interface Span {
  service: string;
  name: string;
  spanId: string;
  parentSpanId?: string;
}

/** Every service that took part, each with something it did. */
const whoTookPart = (spans: readonly Span[]): Set<string> => new Set(spans.map(({ service }) => service));

const spansOf = async (traceId: string): Promise<Span[]> =>
  (await fetch(`${fromTestRun('TEST_TRACES_URL')}/${traceId}`)).json() as Promise<Span[]>;

describe('one trace', () => {
  const system = new WholeSystem();
  const caller = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
  const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;

  /** Waits until these services have sent a span of the trace; answers all of it. */
  const traced = (...services: string[]): Promise<Span[]> =>
    waitUntil(
      async () => {
        const spans = await spansOf(caller.traceId);
        const there = whoTookPart(spans);
        return services.every((service) => there.has(service)) ? spans : undefined;
      },
      { what: `${services.join(', ')} have sent their spans`, withinMilliseconds: 60_000, everyMilliseconds: 250 },
    );

  it('goes with a lead from the caller through Kafka into the workflow, its activity, and out to the reports', async () => {
    const { status } = await system.outside.call('intake', '/leads', {
      as: 'marina',
      method: 'POST',
      body: {
        ...{ name: 'Vera Example', source: `trace-${thisRun}`, email: `vera.trace.${thisRun}@example.com` },
        ...{ role: 'owner', signal: 'request', company: { name: 'Example Dental', industry: 'healthcare' } },
      },
      headers: { traceparent, 'idempotency-key': randomUUID() },
    });
    expect(status).toBe(202);

    const spans = await traced('intake', 'scoring', 'handoff', 'handoff-worker', 'reporting');
    // Nobody began a trace of their own: each step hangs on one before it.
    const known = new Set([caller.spanId, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId }) => !parentSpanId || !known.has(parentSpanId))).toEqual([]);
    expect(spans.map(({ service, name }) => `${service}: ${name}`)).toEqual(
      expect.arrayContaining(['intake: POST /leads', expect.stringMatching(/^handoff-worker: .*commit$/)]),
    );
  });
});
