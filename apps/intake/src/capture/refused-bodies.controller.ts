import { Roles } from '@baton/service';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { RefusedBodies } from './refused-bodies.ts';

export class PurgedBodiesResponse {
  @ApiProperty({ description: 'How many were let go', example: 3 })
  purged!: number;
}

/** Intake runs without Temporal; what recurs in it is asked for from there, where ops see it. */
@ApiTags('refused bodies')
@Controller('refused-bodies')
export class RefusedBodiesController {
  readonly #refused: RefusedBodies;

  constructor(@Inject(RefusedBodies) refused: RefusedBodies) {
    this.#refused = refused;
  }

  @Post('purge')
  @HttpCode(200)
  @Roles('integration', 'ops')
  @ApiOperation({
    summary: 'Delete the bodies that were refused, or dismissed from quarantine, longer ago than they are kept',
    description: 'REFUSED_BODY_RETENTION_DAYS says how long. Asked again, it finds nothing to do.',
  })
  @ApiResponse({ status: 200, type: PurgedBodiesResponse })
  async purge(): Promise<PurgedBodiesResponse> {
    return { purged: await this.#refused.purge(new Date()) };
  }
}
