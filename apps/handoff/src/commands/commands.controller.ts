import { contactMethodOf, salesRoles } from '@baton/domain';
import { IdempotentRequest, Roles, Scope } from '@baton/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResponse } from '../command-gateway/command-gateway.ts';
import {
  DeclineRequest,
  leadText,
  NoteRequest,
  QualifyRequest,
  ReassignRequest,
  ReturnRequest,
  toQualifyingAnswers,
  TouchRequest,
} from './command.request.ts';
import { CommandResponses } from './command.response.ts';

/** The steps of a handoff from its assignment to its end. */
@ApiTags('commands')
@CommandResponses()
@Scope('send-commands')
@Controller('handoffs/:handoffId')
export class CommandsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('open')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Record that the owner opened a handoff. This keeps no promise' })
  open(@IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'open' } });
  }

  @Post('accept')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Accept a handoff' })
  accept(@IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'accept' } });
  }

  @Post('decline')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Decline a handoff for capacity, conflict or routing. It is routed to another rep' })
  decline(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { reason, toTeamId }: DeclineRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'decline', reason, ...(toTeamId && { toTeamId }) } });
  }

  @Post('touches')
  @HttpCode(200)
  @Roles(...salesRoles, 'integration')
  @ApiOperation({
    summary:
      'Record an attempt to reach the lead, or a conversation. Implies acceptance. A system that acts for no person can report automatic messages only',
  })
  touch(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { channel, direction, outcome, evidence, madeAt, correctedContact, text, automatic }: TouchRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: {
        type: 'touch',
        channel,
        direction,
        outcome,
        evidence: { ...evidence },
        ...(madeAt && { madeAt: new Date(madeAt).toISOString() }),
        ...(correctedContact !== undefined && { correctsContact: true }),
        ...(automatic && { automatic }),
      },
      contact:
        correctedContact === undefined ? undefined : { method: contactMethodOf(channel), value: correctedContact },
      text: leadText('touch', text),
    });
  }

  @Post('qualify')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary: 'Qualify the lead as an SQL. Requires a yes to every required question and every asked criterion',
  })
  qualify(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { answers, closerId }: QualifyRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: { type: 'qualify', answers: toQualifyingAnswers(answers), ...(closerId && { closerId }) },
    });
  }

  @Post('return')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary: 'Return the lead to marketing, with a reason from the agreement and the proof that it requires',
  })
  returnLead(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { reason, proof, text, answers = [] }: ReturnRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({
      ...request,
      command: {
        type: 'return',
        reason,
        proof: { ...proof },
        ...(answers.length > 0 && { answers: toQualifyingAnswers(answers) }),
      },
      text: leadText('return', text),
    });
  }

  @Post('notes')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'Add a note to a handoff. A note is not a touch' })
  note(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { text }: NoteRequest,
  ): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'note', textId: '' }, text: leadText('note', text) });
  }

  @Post('close-unreachable')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary:
      'Close a handoff as unreachable. Requires the counted touches and days that the agreement sets, on two channels if the lead can be reached in two ways',
  })
  closeUnreachable(@IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>): Promise<CommandResponse> {
    return this.#gateway.send({ ...request, command: { type: 'close-unreachable' } });
  }

  @Post('reassign')
  @HttpCode(200)
  @Roles('team-lead', 'admin')
  @ApiOperation({
    summary:
      'Reassign a handoff to a rep, an SQL to a closer, or pass a lead to another team. Otherwise routing chooses',
  })
  reassign(
    @IdempotentRequest('handoffId') request: IdempotentRequest<'handoffId'>,
    @Body() { toPersonId, toTeamId }: ReassignRequest,
  ): Promise<CommandResponse> {
    const target = { ...(toPersonId && { toPersonId }), ...(toTeamId && { toTeamId }) };
    return this.#gateway.send({ ...request, command: { type: 'reassign', ...target } });
  }
}
