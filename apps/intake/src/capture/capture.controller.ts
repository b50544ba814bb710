import { ApiIdempotencyKey, CurrentCaller, Roles, Scope } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { leadRequestSchema } from './capture-lead.request.ts';
import { CapturedLeadResponse } from './captured-lead.response.ts';
import { HttpIntake } from './http-intake.ts';

@ApiTags('leads')
@Controller('leads')
export class CaptureController {
  readonly #httpIntake: HttpIntake;

  constructor(httpIntake: HttpIntake) {
    this.#httpIntake = httpIntake;
  }

  @Post()
  @HttpCode(202)
  @Roles('marketer', 'integration', 'admin')
  @Scope('write-leads')
  @ApiOperation({
    summary: 'Submit a lead',
    description:
      'A lead needs a name, a source, and a phone or an e-mail address. Any other field that cannot be read is ignored, and `remarks` says why. A person whom Baton already knows by phone, by e-mail, or by source and `externalId` keeps their lead, which gets a new signal. The same content with the same `externalId` from the same source is the same delivery: it gets the first response and creates nothing. The response is sent only after the lead is stored.',
  })
  @ApiIdempotencyKey()
  @ApiBody({ schema: leadRequestSchema })
  @ApiResponse({ status: 202, type: CapturedLeadResponse, description: 'The lead is stored and will be judged' })
  @ApiResponse({ status: 400, description: 'The body is not JSON' })
  @ApiResponse({ status: 403, description: 'The key may not write leads, or not of this source' })
  @ApiResponse({ status: 413, description: 'The body is larger than 1 MB' })
  @ApiResponse({
    status: 422,
    description:
      'A required field is invalid, a field is unknown, or nothing is left to reach the person by (`errors` lists every problem); or the key was used with another body',
  })
  @ApiResponse({ status: 503, description: 'The lead is not stored. Repeat with the same Idempotency-Key.' })
  async receive(
    @Req() request: FastifyRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<CapturedLeadResponse> {
    const receivedAt = new Date();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    return this.#httpIntake.receive({ body, caller, idempotencyKey: key, receivedAt });
  }
}
