import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandResponses } from './command.response.ts';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResult } from '../command-gateway/command-gateway.ts';
import { AcceptReturnRequest, ContestReturnRequest, VerdictRequest } from './returns.request.ts';

/** What marketing and the arbiter do with a lead that sales gave back. */
@ApiTags('returns')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer',
})
@CommandResponses()
@Controller('handoffs/:handoffId/return')
export class ReturnsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('accept')
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Marketing takes the lead back: it is nurtured or rejected, and the handoff ends' })
  accept(
    @Param('handoffId') handoffId: string,
    @Body() { disposition }: AcceptReturnRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({
      handoffId,
      caller,
      idempotencyKey,
      command: { type: 'accept-return', disposition },
    });
  }

  @Post('contest')
  @HttpCode(200)
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Marketing contests the return; the arbiter decides' })
  contest(
    @Param('handoffId') handoffId: string,
    @Body() { text }: ContestReturnRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({
      handoffId,
      caller,
      idempotencyKey,
      command: { type: 'contest-return' },
      text: text === undefined ? undefined : { kind: 'contest', text },
    });
  }

  @Post('verdict')
  @HttpCode(200)
  @Roles('arbiter', 'admin')
  @ApiOperation({
    summary: 'The arbiter decides a contested return and names whose fault it was; overturned, it is routed at once',
  })
  decide(
    @Param('handoffId') handoffId: string,
    @Body() { verdict, fault, disposition, text }: VerdictRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({
      handoffId,
      caller,
      idempotencyKey,
      command: { type: 'decide-dispute', verdict, fault, ...(disposition && { disposition }) },
      text: text === undefined ? undefined : { kind: 'verdict', text },
    });
  }

  @Post('hold')
  @HttpCode(200)
  @Roles('integration', 'admin')
  @ApiOperation({
    summary: 'An outside CRM gave the lead back without a reason: held, with a ticket, until the owner gives one',
  })
  hold(
    @Param('handoffId') handoffId: string,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command: { type: 'hold-return' } });
  }
}
