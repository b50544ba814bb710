import { IdempotentRequest, Roles, Scope } from '@baton/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResponse } from '../command-gateway/command-gateway.ts';
import { leadText } from './command.request.ts';
import { CommandResponses } from './command.response.ts';
import { AcceptReturnRequest, ContestReturnRequest, VerdictRequest } from './returns.request.ts';

/** The review of a return by marketing, and its dispute before the arbiter. */
@ApiTags('returns')
@CommandResponses()
@Scope('send-commands')
@Controller('handoffs/:handoffId/return')
export class ReturnsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('accept')
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Accept a return. The lead is nurtured, rejected or passed to the team that it belongs to' })
  accept(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { disposition, toTeamId }: AcceptReturnRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'accept-return', disposition, ...(toTeamId && { toTeamId }) },
    });
  }

  @Post('contest')
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Contest a return. The arbiter decides' })
  contest(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { text }: ContestReturnRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'contest-return' }, text: leadText('contest', text) });
  }

  @Post('verdict')
  @HttpCode(200)
  @Roles('arbiter', 'admin')
  @ApiOperation({
    summary: 'Decide a contested return and state who was at fault. An overturned return is routed immediately',
  })
  decide(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { verdict, fault, disposition, toTeamId, text }: VerdictRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: {
        type: 'decide-dispute',
        verdict,
        fault,
        ...(disposition && { disposition }),
        ...(toTeamId && { toTeamId }),
      },
      text: leadText('verdict', text),
    });
  }

  @Post('hold')
  @HttpCode(200)
  @Roles('integration', 'admin')
  @ApiOperation({
    summary: 'Hold a return that a CRM made without a reason, with a ticket, until the owner gives the reason',
  })
  hold(@IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'hold-return' } });
  }
}
