import { Controller, Get, Param } from '@nestjs/common';
import { Public } from '../access/roles.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { OperationsServer } from '../operations/operations-server.ts';
import { Metrics } from './metrics.ts';

@Public()
@Controller('leads')
class LeadsController {
  @Get(':id')
  read(@Param('id') id: string): string {
    return id;
  }
}

describe('Metrics', () => {
  it('the endpoint exposes durations by route, event loop lag and custom metrics, even when a gauge cannot be read', async () => {
    const { app } = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]);
    const metrics = app.get(Metrics);
    metrics.counter('leads_total', 'Leads', ['source']).inc({ source: 'form' });
    expect(metrics.counter('leads_total', 'Leads', ['source'])).toBe(metrics.counter('leads_total', 'Leads'));
    metrics.gauge('waiting', 'Waiting', [], () => Promise.reject(new Error('down')));
    await app.inject({ url: '/leads/lead-1?email=anna@example.com' });

    const { body, headers } = await app.get(OperationsServer).fastify.inject('/metrics');
    expect(headers['content-type']).toMatch('text/plain');
    expect(body).toMatch('http_request_duration_seconds_count{method="GET",route="/leads/:id",status="200"} 1');
    expect(body).toMatch('nodejs_eventloop_lag_seconds');
    expect(body).toMatch('leads_total{source="form"} 1');
    expect(body).not.toMatch('lead-1');
    await app.close();
  });
});
