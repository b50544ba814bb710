import { activeTraceparent } from '@baton/messaging';
import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/roles.ts';
import { recordSpans } from '../spec/span-recorder.ts';
import type { RecordedSpan } from '../spec/span-recorder.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { isTracingEnabled } from './tracing.ts';

@Public()
@Controller('leads')
class LeadsController {
  @Get(':id')
  async read(): Promise<{ traceparent: string | undefined }> {
    await Promise.resolve();
    return { traceparent: activeTraceparent() };
  }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

describe('tracing', () => {
  let recorded: ReturnType<typeof recordSpans>;
  beforeAll(() => {
    recorded = recordSpans();
  });
  afterAll(() => recorded.stop());

  it('tracing is enabled only by the standard variables', () => {
    expect(isTracingEnabled({})).toBe(false);
    expect(isTracingEnabled({ OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
    expect(isTracingEnabled({ OTEL_TRACES_EXPORTER: 'console' })).toBe(true);
    expect(isTracingEnabled({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' })).toBe(true);
    expect(isTracingEnabled({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_SDK_DISABLED: 'true' })).toBe(false);
  });

  it('a request continues the trace of its caller in a span named after the route pattern', async () => {
    const service = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]);
    const { app } = service;
    const response = await app.inject({ url: '/leads/anna', headers: { traceparent: TRACEPARENT } });
    await app.close();
    const span = recorded.spans().find(({ name }) => name === 'GET /leads/:id') as RecordedSpan;
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331' });
    expect(response.json()).toEqual({ traceparent: `00-${TRACE}-${span.spanId}-01` });
    expect(service.lines.find(({ msg }) => msg === 'Request completed')).toMatchObject({ traceId: TRACE });
  });
});
