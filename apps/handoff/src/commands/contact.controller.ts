import { salesRoles } from '@baton/domain';
import { IdempotentRequest, Roles, Scope } from '@baton/service';
import { Body, Controller, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResponse } from '../command-gateway/command-gateway.ts';
import { leadText, toQualifyingAnswers } from './command.request.ts';
import { CommandResponses } from './command.response.ts';
import {
  AnswerQuestionsRequest,
  CorrectContactRequest,
  LeadRepliedRequest,
  NextStepRequest,
  OptOutRequest,
  PostponeRequest,
} from './contact.request.ts';

/** What the lead says and wants, and corrections of what was recorded about the contact. */
@ApiTags('commands')
@CommandResponses()
@Scope('send-commands')
@Controller('handoffs/:handoffId')
export class ContactController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('next-step')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary: 'Agree on a dated next step that the lead asked for',
    description:
      'Pauses the touches and activity promises until then. An SQL whose handoff has ended accepts it until its outcome is recorded.',
  })
  agreeNextStep(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { nextStepAt, evidence, text }: NextStepRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: {
        type: 'agree-next-step',
        nextStepAt: new Date(nextStepAt).toISOString(),
        evidence: { ...evidence },
      },
      text: leadText('next-step', text),
    });
  }

  @Post('postpone')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary:
      'Postpone a lead that asked to be contacted later than a next step can be. Ends the handoff; the next one begins on that date with the same owner',
    description:
      'Requires a conversation: a touch that reached the lead, or its evidence from a connected system. The step `postponed` of the response says in `comesBackAt` when the lead comes back. A direct signal before that begins the next handoff earlier.',
  })
  postpone(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { until, evidence, text }: PostponeRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'postpone', until: new Date(until).toISOString(), evidence: { ...evidence } },
      text: leadText('postpone', text),
    });
  }

  @Post('answers')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: "Record the lead's answers to qualifying questions" })
  answerQuestions(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { answers }: AnswerQuestionsRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'answer-questions', answers: toQualifyingAnswers(answers) },
    });
  }

  @Post('touches/:version/void')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Void a mistaken touch by its version in the record. The promises that it kept run again' })
  voidTouch(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Param('version', ParseIntPipe) touchVersion: number,
  ): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'void-touch', touchVersion } });
  }

  @Post('correct-contact')
  @HttpCode(200)
  @Roles(...salesRoles, 'marketer', 'integration')
  @ApiOperation({ summary: "Correct the lead's phone or e-mail. Touches to the wrong one no longer count" })
  correctContact(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { contactMethod, value }: CorrectContactRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'correct-contact', contactMethod },
      contact: { method: contactMethod, value },
    });
  }

  @Post('lead-replied')
  @HttpCode(200)
  @Roles('integration', 'admin')
  @ApiOperation({
    summary:
      'Record that the lead wrote or called. The owner is notified and must reply within the time that the agreement sets',
  })
  leadReplied(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { channel, evidence, automatic }: LeadRepliedRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'lead-replied', channel, evidence: { ...evidence }, ...(automatic && { automatic }) },
    });
  }

  @Post('opt-out')
  @HttpCode(200)
  @Roles(...salesRoles, 'marketer', 'integration')
  @ApiOperation({ summary: 'Record that the lead wants no more contact. Stops all touches and closes the handoff' })
  optOut(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { evidence }: OptOutRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'opt-out', evidence: { ...evidence } } });
  }
}
