import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/roles.ts';
import { DescribeResponse, shapes } from '../openapi/response-description.ts';
import { Metrics } from './metrics.ts';

@ApiTags('operations')
@Public()
@Controller('metrics')
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Get all metrics in the Prometheus text format' })
  @ApiProduces('text/plain')
  @DescribeResponse(200, 'Metrics in the Prometheus text format', shapes.text)
  read(): Promise<string> {
    return this.#metrics.registry.metrics();
  }
}
