import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnswersCommand } from '../answers.ts';
import { plainAnswers } from './command.dto.ts';
import { CommandGateway } from './command-gateway.ts';
import type { CommandResult } from './command-gateway.ts';
import { AnswersBody, ContactCorrectedBody, LeadAnsweredBody, NextStepBody, OptOutBody } from './daily-life.dto.ts';

const sales = ['rep', 'closer', 'team-lead', 'admin'] as const;

/** What happens in a handoff beside its straight path. */
@ApiTags('commands')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer',
})
@AnswersCommand()
@Controller('handoffs/:handoffId')
export class DailyLifeController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('next-step')
  @HttpCode(200)
  @Roles(...sales)
  @ApiOperation({ summary: 'The lead asked to be contacted at a moment: touches and activity pause until then' })
  nextStep(
    @Param('handoffId') handoffId: string,
    @Body() { moment, evidence, text }: NextStepBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const agreed = { moment: new Date(moment).toISOString(), evidence: { ...evidence } };
    return this.#gateway.send({
      ...{ handoffId, caller, idempotencyKey, command: { type: 'agree-next-step', ...agreed } },
      text: text === undefined ? undefined : { kind: 'next-step', text },
    });
  }

  @Post('answers')
  @HttpCode(200)
  @Roles(...sales)
  @ApiOperation({ summary: 'Qualifying questions that were asked, with what the lead said' })
  answers(
    @Param('handoffId') handoffId: string,
    @Body() { answers }: AnswersBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'answer-questions', answers: plainAnswers(answers) } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }

  @Post('touches/:version/void')
  @HttpCode(200)
  @Roles(...sales)
  @ApiOperation({ summary: 'Takes a mistaken touch back, by its version in the record; what it kept runs again' })
  voidTouch(
    @Param('handoffId') handoffId: string,
    @Param('version', ParseIntPipe) touchVersion: number,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command: { type: 'void-touch', touchVersion } });
  }

  @Post('contact-corrected')
  @HttpCode(200)
  @Roles(...sales, 'marketer', 'integration')
  @ApiOperation({ summary: 'The phone or e-mail was wrong and is right now: touches to the wrong one are void' })
  contactCorrected(
    @Param('handoffId') handoffId: string,
    @Body() { reachableBy }: ContactCorrectedBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command: { type: 'correct-contact', reachableBy } });
  }

  @Post('lead-answered')
  @HttpCode(200)
  @Roles('integration', 'admin')
  @ApiOperation({ summary: 'The lead itself wrote or called: its owner is told, and has five minutes' })
  leadAnswered(
    @Param('handoffId') handoffId: string,
    @Body() { channel, evidence }: LeadAnsweredBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'lead-answered', channel, evidence: { ...evidence } } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }

  @Post('opt-out')
  @HttpCode(200)
  @Roles(...sales, 'marketer', 'integration')
  @ApiOperation({ summary: 'The lead wants no more contact: touches stop, and the handoff is closed' })
  optOut(
    @Param('handoffId') handoffId: string,
    @Body() { evidence }: OptOutBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'opt-out', evidence: { ...evidence } } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }
}
