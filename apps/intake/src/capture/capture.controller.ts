import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CapturedLeadResponse, leadRequestSchema } from './captured-lead.response.ts';
import { HttpIntake } from './http-intake.ts';

@ApiTags('leads')
@Controller('leads')
export class CaptureController {
  readonly #httpIntake: HttpIntake;

  constructor(@Inject(HttpIntake) httpIntake: HttpIntake) {
    this.#httpIntake = httpIntake;
  }

  @Post()
  @HttpCode(202)
  @Roles('marketer', 'integration', 'admin')
  @ApiOperation({
    summary: 'Hand in a lead',
    description:
      'Name, source, and a phone or an e-mail are the minimum. A person known by phone, e-mail, or source and ' +
      'externalId is the same lead, with a new signal. Answered when the lead is stored, and not before.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Up to 200 characters of your choice. The same key with the same body gets the same answer, one lead.',
  })
  @ApiBody({ schema: leadRequestSchema })
  @ApiResponse({
    status: 202,
    type: CapturedLeadResponse,
    description: 'Stored; it is judged and handed over from here on',
  })
  @ApiResponse({ status: 400, description: 'The body is no JSON' })
  @ApiResponse({ status: 413, description: 'The body is larger than 1 MB' })
  @ApiResponse({
    status: 422,
    description: 'Fields are wrong, each is named; or the key came before with another body',
  })
  @ApiResponse({ status: 503, description: 'Not stored: repeat with the same Idempotency-Key' })
  async receive(
    @Req() request: FastifyRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<CapturedLeadResponse> {
    const receivedAt = new Date();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const captured = await this.#httpIntake.receive({ body, callerId: caller.id, idempotencyKey: key, receivedAt });
    return { ...captured, statusUrl: `/leads/${captured.leadId}` };
  }
}
