import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandResponses } from './command.response.ts';
import { toQualifyingAnswers } from './command.request.ts';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResult } from '../command-gateway/command-gateway.ts';
import {
  AnswerQuestionsRequest,
  CorrectContactRequest,
  LeadRepliedRequest,
  NextStepRequest,
  OptOutRequest,
} from './contact.request.ts';

const salesRoles = ['rep', 'closer', 'team-lead', 'admin'] as const;

/** What happens in a handoff beside its straight path. */
@ApiTags('commands')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer',
})
@CommandResponses()
@Controller('handoffs/:handoffId')
export class ContactController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('next-step')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'The lead asked to be contacted at a moment: touches and activity pause until then' })
  agreeNextStep(
    @Param('handoffId') handoffId: string,
    @Body() { nextStepAt, evidence, text }: NextStepRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const agreed = { nextStepAt: new Date(nextStepAt).toISOString(), evidence: { ...evidence } };
    return this.#gateway.send({
      handoffId,
      caller,
      idempotencyKey,
      command: { type: 'agree-next-step', ...agreed },
      text: text === undefined ? undefined : { kind: 'next-step', text },
    });
  }

  @Post('answers')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Qualifying questions that were asked, with what the lead said' })
  answerQuestions(
    @Param('handoffId') handoffId: string,
    @Body() { answers }: AnswerQuestionsRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'answer-questions', answers: toQualifyingAnswers(answers) } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }

  @Post('touches/:version/void')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Takes a mistaken touch back, by its version in the record; what it kept runs again' })
  voidTouch(
    @Param('handoffId') handoffId: string,
    @Param('version', ParseIntPipe) touchVersion: number,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command: { type: 'void-touch', touchVersion } });
  }

  @Post('correct-contact')
  @HttpCode(200)
  @Roles(...salesRoles, 'marketer', 'integration')
  @ApiOperation({ summary: 'The phone or e-mail was wrong and is right now: touches to the wrong one are void' })
  correctContact(
    @Param('handoffId') handoffId: string,
    @Body() { contactMethod }: CorrectContactRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    return this.#gateway.send({
      handoffId,
      caller,
      idempotencyKey,
      command: { type: 'correct-contact', contactMethod },
    });
  }

  @Post('lead-replied')
  @HttpCode(200)
  @Roles('integration', 'admin')
  @ApiOperation({ summary: 'The lead itself wrote or called: its owner is told, and has five minutes' })
  leadReplied(
    @Param('handoffId') handoffId: string,
    @Body() { channel, evidence }: LeadRepliedRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'lead-replied', channel, evidence: { ...evidence } } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }

  @Post('opt-out')
  @HttpCode(200)
  @Roles(...salesRoles, 'marketer', 'integration')
  @ApiOperation({ summary: 'The lead wants no more contact: touches stop, and the handoff is closed' })
  optOut(
    @Param('handoffId') handoffId: string,
    @Body() { evidence }: OptOutRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<CommandResult> {
    const command = { type: 'opt-out', evidence: { ...evidence } } as const;
    return this.#gateway.send({ handoffId, caller, idempotencyKey, command });
  }
}
