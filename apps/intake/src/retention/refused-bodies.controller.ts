import { Roles, Scope } from '@baton/service';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PurgedBodiesResponse } from './purged-bodies.response.ts';
import { RefusedBodies } from './refused-bodies.ts';

/** Intake has no Temporal client, so the retention schedule of the handoff service calls this route. */
@ApiTags('refused bodies')
@Controller('refused-bodies')
export class RefusedBodiesController {
  readonly #refusedBodies: RefusedBodies;

  constructor(refusedBodies: RefusedBodies) {
    this.#refusedBodies = refusedBodies;
  }

  @Post('purge')
  @HttpCode(200)
  @Roles('integration', 'ops')
  @Scope('internal')
  @ApiOperation({
    summary: 'Delete expired bodies of refused leads and dismissed messages',
    description: 'A body expires REFUSED_BODY_RETENTION_DAYS after it was refused or dismissed. Safe to repeat.',
  })
  @ApiResponse({ status: 200, type: PurgedBodiesResponse })
  async purge(): Promise<PurgedBodiesResponse> {
    return { purged: await this.#refusedBodies.purge(new Date()) };
  }
}
