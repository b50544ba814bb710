import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Public } from '../access/roles.ts';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { addLogFields } from './log-fields.ts';
import { Logger } from './logger.ts';

@Public()
@Controller('leads')
class LeadsController {
  readonly #logger: Logger;

  constructor(@Inject(Logger) logger: Logger) {
    this.#logger = logger;
  }

  @Post()
  async create(@Body() body: object): Promise<void> {
    addLogFields({ leadId: 'lead-1' });
    await Promise.resolve();
    this.#logger.info({ lead: { person: body }, contacts: [{ email: 'anna@example.com' }] }, 'Lead captured');
    this.#logger.warn(
      { cause: new QueryFailedError('INSERT', ['anna@example.com'], new Error('no')), to: 'anna@example.com' },
      'Held',
    );
  }

  @Get(':id')
  read(@Param('id') _id: string, @Query() _query: object): void {
    throw new Error('no mailbox anna@example.com, call +7 (999) 123-45-67');
  }
}

const PERSONAL = /Anna|anna@example|123-45-67|9991234567/;

describe('createLogger', () => {
  it('log lines are JSON with trace, lead and route pattern, and contain no personal data', async () => {
    const service = await createTestService(testConfig('http://127.0.0.1:1'), [LeadsController]);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await service.app.inject({
      method: 'POST',
      url: '/leads?phone=%2B79991234567',
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      payload: { name: 'Anna', email: 'anna@example.com' },
    });
    await service.app.inject({ url: '/leads/Anna?email=anna@example.com' });
    await service.app.close();

    expect(service.text()).not.toMatch(PERSONAL);
    const lines = service.lines;
    expect(lines.find(({ msg }) => msg === 'Lead captured')).toMatchObject({
      service: 'small',
      traceId,
      leadId: 'lead-1',
    });
    expect(lines.filter(({ msg }) => msg === 'Request completed')).toMatchObject([
      { method: 'POST', route: '/leads', status: 201, traceId, milliseconds: expect.any(Number) },
      { method: 'GET', route: '/leads/:id', status: 500 },
    ]);
  });
});
